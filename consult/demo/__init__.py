"""The demonstration: invented bodies, people and consultations, made through the same services as real ones."""
