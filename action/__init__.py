"""The steps of the GitHub Action. No part of the package: the auditor itself never asks a network for anything."""
