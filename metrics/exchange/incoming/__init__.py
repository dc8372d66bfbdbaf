"""Networks that other programs wrote: each format becomes the same organisations and ties."""
