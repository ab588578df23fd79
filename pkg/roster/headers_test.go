package roster

import "testing"

// No header stands for two columns, or for one of them twice. A column's own name may be listed with others that are as
// general as it is.
func TestEveryHeaderHasOneMeaning(t *testing.T) {
	of := map[string]string{}
	for column, groups := range headersOf {
		for _, headers := range groups {
			for _, header := range headers {
				if other := of[SameHeader(header)]; other != "" {
					t.Errorf("%q stands for %s, and for %s or for it twice", header, column, other)
				}
				of[SameHeader(header)] = column
			}
		}
	}
	whole := map[string]string{}
	for column, headers := range wholeHeaders {
		for _, header := range headers {
			if other := whole[header]; other != "" || SameHeader(header) != header {
				t.Errorf("%q stands for %s, and for %s, or is not folded", header, column, other)
			}
			whole[header] = column
		}
	}
	for _, column := range Columns {
		if other := of[SameHeader(column)]; other != "" && other != column {
			t.Errorf("%q stands for %s, and is another column's name", column, other)
		}
	}
}

// A header that nobody knows looks like a column by its words. A manager's address is not the employee's.
func TestLooksLike(t *testing.T) {
	for header, want := range map[string]string{
		"Corporate mailbox":           EmailAddress,
		"Reporting to Email":          ManagerEmailAddress,
		"E-Mail der Führungskraft":    ManagerEmailAddress,
		"Führungskraft Personalnr.":   ManagerEmployeeCode,
		"Supervisor Number (current)": ManagerEmployeeCode,
		"Manager Name":                "",
		"Line Manager":                "",
		"First":                       FirstName,
		"First Day":                   "",
		"Joined":                      EmploymentStartDate,
		"Commenced on":                EmploymentStartDate,
		"Emergency Contact Email":     "",
		"Department":                  "",
		"start":                       EmploymentStartDate,
		"Employee Reference":          EmployeeCode,
		"Employee Identification":     EmployeeCode,
		"Mailing address":             "", "Mail Stop": "", "Emp. number": EmployeeCode, "Absence start date": "", "Mgr ID": ManagerEmployeeCode,
		"Employee Middle Name": "",
		"Employee Residence":   "",
		"Attendance Date":      "",
		"Gender updated":       "",
		"Last Holiday":         "",
		"contract_to":          "",
		"Badge":                "",
		"N+1":                  "",
		"N+1 ID":               ManagerEmployeeCode,
		"Supervisor residence": "",
		"Imię":                 FirstName, "Nazwisko": LastName, "Nazwisko panieńskie": "", "Förnamn": FirstName, "Efternamn": LastName,
		"Fornavn": FirstName, "Efternavn": LastName, "Etternavn": LastName, "Etunimi": FirstName, "Sukunimi": LastName,
		"Jméno": FirstName, "Příjmení": LastName, "Keresztnév": FirstName, "Vezetéknév": LastName, "Adı": FirstName, "Soyadı": LastName,
		"名": FirstName, "姓": LastName, "氏": LastName, "Nom de naissance": "", "Geburtsname": "", "Birth last name": "",
		"E-mail perso": "", "E-mail privé": "", "E-Mail privat": "", "E-mail personnel": "", "Personnel no. (new)": EmployeeCode,
		"Matrix Manager ID": "", "Dotted Line Manager ID": "", "Functional Manager Email": "", "HR Manager ID": "", "Skip Level Manager ID": "",
		"Previous Manager ID": "", "Cost Center Manager ID": "", "Secondary Manager ID": "", "Dept Manager ID": "", "Manager Assistant Email": "",
		"Date Out": EmploymentEndDate, "Data dimissioni": EmploymentEndDate, "ENDDA": EmploymentEndDate, "Data zwolnienia": EmploymentEndDate,
		"退職日": EmploymentEndDate, "入社日": EmploymentStartDate, "Last Start": EmploymentStartDate,
		"Start Date in Position": "", "Pay Start Date": "", "Last Day of Leave": "", "Einddatum proeftijd": "", "Data fine prova": "",
		"Apprenticeship End Date": "", "Kod pracownika": EmployeeCode, "PNR": EmployeeCode, "Contact e-mail": EmailAddress,
	} {
		if got := LooksLike(header); got != want {
			t.Errorf("%s looks like %q; want %q", header, got, want)
		}
	}
}

// Headers of HR systems that tell who has started and left are understood as they are.
func TestMeaning(t *testing.T) {
	for column, headers := range map[string][]string{
		EmploymentStartDate: {"Début de contrat", "Date d'arrivée", "Fecha alta", "Fecha ingreso", "Employed from", "Entrée",
			"Indienstdatum", "ORIGINAL_DATE_OF_HIRE"},
		EmploymentEndDate: {"Uitdienstdatum", "Austr.Dat.", "DATA_CESS", "Cessato il", "Abgangsdatum", "Beendigung zum",
			"Beschäftigt bis", "Sorti le", "Cessation Date", "Last date of work"},
		EmployeeCode: {"Werknemernummer"},
		"":           {"Start Date in Position", "Einddatum proeftijd", "Nom de naissance", "Matrix Manager ID"},
	} {
		for _, header := range headers {
			if got := Meaning(header); got != column {
				t.Errorf("%s means %q; want %q", header, got, column)
			}
		}
	}
}

// Any header that is about a code may be that of the employees' codes, unless it says that it is about something else.
func TestMayBeCode(t *testing.T) {
	for header, want := range map[string]bool{
		"Employee Reference": true, "Badge": true, "badge_no": true, "Pernr": true, "ID": true, "Ref.": true, "Internal No.": true,
		"Phone No": false, "National ID": false, "Position ID": false, "Manager ID": false, "Department": false, "Notes": false,
		"Locker Number": false, "Extension No": false, "Laptop Asset ID": false, "Candidate ID": false, "Requisition ID": false,
		"Access Card No": false, "NI Number": false, "Nº DNI": false, "Steuer-ID": false, "Nr PESEL": false,
		"Personal ID": false, "Reports to": false, "Cost code": false,
	} {
		if got := MayBeCode(header); got != want {
			t.Errorf("%s: %t; want %t", header, got, want)
		}
	}
}
