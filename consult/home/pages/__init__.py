"""What needs the viewer now."""
