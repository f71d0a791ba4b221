"""Who is told what, when: reminders, notices and unsubscribing."""
