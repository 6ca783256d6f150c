"""What people look at: everything here escapes the text that it shows."""
