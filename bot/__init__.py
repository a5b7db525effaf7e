"""The running program: settings, intake, delivery, schedule, command line. Nobody imports this room."""
