"""What needs me now, soonest first."""
