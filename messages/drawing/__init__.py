"""What screens are drawn with: texts, buttons, the screen itself, and what makes it fit."""
