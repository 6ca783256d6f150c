from partyspeak.cli import main

main()
