"""Excel workbooks: sheets, cells, styles and plots, whatever they are of. Importing it imports openpyxl."""
