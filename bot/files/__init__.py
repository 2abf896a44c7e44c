"""Files that people take along: calendars, workbooks, tables."""
