"""Questions to documents and mentions, one file each: two tidy frames in, one tidy frame out."""
