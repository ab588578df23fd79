package roster

import "testing"

// Systems name the end of an employment in many words. A file in which it goes unseen would bring leavers back.
func TestHeadersOfEnds(t *testing.T) {
	for header, want := range map[string]bool{
		"Relieving Date": true, "Exit Date": true, "Employed Until": true, "Off-boarding Date": true,
		"Fecha fin contrato": true, "Fecha de cese": true, "Data uscita": true, "Data di uscita": true, "Fine rapporto": true,
		"Date fin": true, "Date de départ": true, "Letzter Tag": true, "Kündigungsdatum": true, "Beëindigingsdatum": true,
		"Data de rescisão": true, "Last_Working_Day": true, "contract_to": true, "End": true, "Contract expiry": true,
		"Date de fin de période d'essai": false, "Fecha fin periodo de prueba": false, "Data fine periodo di prova": false,
		"Einddatum proefperiode": false, "Data de término do período de experiência": false,
		"Probation End Date": false, "Termination Reason": false, "Visa end date": false, "Hire Date": false, "Contract total": false, "Weekend": false, "Contract type": false, "Date of Birth": false,
	} {
		if got := clueOf(header).isEnd; got != want {
			t.Errorf("%s: %t", header, got)
		}
	}
}
