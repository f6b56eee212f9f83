"""The figures that hoidap claims, and the gate that holds it to them."""
