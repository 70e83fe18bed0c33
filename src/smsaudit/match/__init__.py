"""Facts that match patterns become detections."""
