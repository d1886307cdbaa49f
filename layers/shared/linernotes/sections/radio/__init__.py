"""How often an artist is played on the radio stations Soundcharts monitors (contract 10.2)."""
