package main

import "github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"

// sampleReport is what the sandbox's Crewmojo answers for every report: the same rows as CSV and as JSON.
var sampleReport = crewmojotest.Report{
	CSV: "managerName,employeeName,scheduled,completed\n" +
		"Grace Hopper,Ada Lovelace,2,2\nGrace Hopper,Alan Turing,2,1\nGrace Hopper,\"Dijkstra, Edsger\",1,0\n",
	JSON: `[{"managerName":"Grace Hopper","employeeName":"Ada Lovelace","scheduled":2,"completed":2},` +
		`{"managerName":"Grace Hopper","employeeName":"Alan Turing","scheduled":2,"completed":1},` +
		`{"managerName":"Grace Hopper","employeeName":"Dijkstra, Edsger","scheduled":1,"completed":0}]`,
}
