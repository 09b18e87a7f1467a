from hansei.doors.cli import main

main()
