"""The font of the pictures: Noto Sans SC, cut to the characters of GB 2312 (OFL.txt)."""
