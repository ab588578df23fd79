package roster

// headersOf are the headers that HR systems give Crewmojo's columns, besides Crewmojo's own: English, German, French,
// Spanish, Dutch, Italian and Portuguese. They stand in groups, the more specific ones first: where a file has several
// headers for one column, the one of the earlier group is meant. [SameHeader] says which spellings are the same.
var headersOf = map[string][][]string{
	FirstName: {
		{"Legal First Name", "Legal Name - First Name"},
		{"Given Name", "Given Names", "Forename", "Forenames", "First Names", "Employee First Name", "Worker First Name",
			"Vorname", "Vornamen", "Prénom", "Prénoms", "Nombre", "Nombres", "Nombre de pila", "Voornaam", "Voornamen", "Nome",
			"Primeiro Nome", "Nome Próprio"},
		{"Preferred First Name", "Preferred Name - First Name", "Known As", "Rufname", "Roepnaam"},
	},
	LastName: {
		{"Legal Last Name", "Legal Name - Last Name"},
		{"Surname", "Family Name", "Last Names", "Employee Last Name", "Worker Last Name",
			"Nachname", "Familienname", "Zuname", "Nom", "Nom de famille", "Apellido", "Apellidos", "Achternaam", "Familienaam",
			"Cognome", "Sobrenome", "Apelido", "Último Nome"},
		{"Preferred Last Name", "Preferred Name - Last Name", "Nom d'usage"},
	},
	EmailAddress: {
		{"Work Email", "Work E-mail Address", "Email (Work)", "Primary Work Email", "Business Email",
			"Business Email Address", "Business Email Information Email Address", "Company Email", "Company Email Address",
			"Corporate Email", "Office Email", "Professional Email", "Official Email", "Email - Primary Work",
			"Work Contact: Work Email",
			"Geschäftliche E-Mail", "E-Mail geschäftlich", "Dienstliche E-Mail", "E-Mail dienstlich", "Firmen-E-Mail",
			"E-mail professionnel", "Adresse e-mail professionnelle", "Courriel professionnel",
			"Correo corporativo", "Correo de trabajo", "Email corporativo", "Correo electrónico corporativo",
			"Zakelijk e-mailadres", "Werk e-mail", "Werk e-mailadres", "E-mail werk", "Email aziendale",
			"E-mail profissional"},
		{"Email", "Email Address", "Email ID", "Mail", "Mail Address", "Account Email", "Employee Email", "Primary Email",
			"E-Mail-Adresse", "Mailadresse", "Adresse e-mail", "Adresse électronique", "Courriel",
			"Correo", "Correo electrónico", "Dirección de correo electrónico", "E-mailadres", "Indirizzo e-mail",
			"Posta elettronica", "Endereço de e-mail", "Correio eletrônico"},
		{"Personal Email", "Personal Email Address", "Private Email", "Home Email", "Email (Personal)",
			"Personal Contact: Personal Email"},
	},
	EmployeeCode: {
		{"Employee ID", "Employee Number", "Employee No", "Employee #", "Employee Num", "Emp ID", "Empl ID",
			"Emp No", "Emp #", "Employee Identifier", "Staff Number", "Staff No", "Staff ID", "Staff Code",
			"Worker ID", "Worker Number", "Person Number", "Personnel Number", "Personnel No.", "Payroll Code", "Payroll Number",
			"Payroll No", "Payroll ID", "Associate ID", "File #", "File Number", "ID Employee", "Employee Key",
			"Personalnummer", "Personal-Nr.", "Pers.-Nr.", "Mitarbeiternummer", "Mitarbeiter-ID",
			"Mitarbeiter-Nr.", "Matricule", "Numéro d'employé", "Numéro de matricule", "N° matricule", "Matricule salarié",
			"Número de empleado", "Nº de empleado", "Nº empleado", "Código de empleado", "Código empleado", "ID de empleado", "Legajo",
			"Personeelsnummer", "Personeelsnr", "Medewerkernummer", "Werknemersnummer", "Werknemernummer", "Medewerker-ID",
			"Matricola", "Numero dipendente", "Codice dipendente", "ID dipendente",
			"Matrícula", "Número de funcionário", "Código do funcionário", "Número do colaborador", "Nº de funcionário"},
		{"External User ID", "External ID", "Workday ID", "Person ID", "Person ID External"},
		{"User ID"},
		{"User Name"},
	},
	ManagerEmployeeCode: {
		{"Manager Employee ID", "Manager Employee Number", "Manager Employee No", "Manager Employee #", "Manager Staff Number",
			"Manager Worker ID", "Manager's Employee ID", "Manager Personnel Number", "Reports To Associate ID"},
		{"Manager ID", "Manager Code", "Manager Number", "Manager No", "Manager's ID", "Line Manager ID", "Supervisor ID",
			"Supervisor Code", "Supervisor EID", "Supervisor Number", "Reports To ID", "Reports To Code", "Reports To Number",
			"Direct Manager ID", "Direct Manager User ID", "Manager User ID",
			"Vorgesetzter Personalnummer", "Personalnummer Vorgesetzter", "Personalnummer des Vorgesetzten", "Vorgesetzten-ID",
			"Personalnummer Führungskraft", "Matricule du responsable", "Matricule manager", "Matricule du manager",
			"ID del gerente", "Código del jefe", "ID del responsable", "Número de empleado del jefe",
			"Personeelsnummer leidinggevende", "Personeelsnummer manager", "Matricola responsabile", "Matricola del responsabile",
			"Matrícula do gestor", "ID do gestor", "Código do gestor"},
	},
	ManagerEmailAddress: {
		{"Manager Work Email", "Manager Work Email Address"},
		{"Manager Email", "Managers Email", "Manager's Email Address", "Line Manager Email",
			"Line Manager Email Address", "Supervisor Email", "Supervisor's Email", "Supervisor Email Address", "Reports To Email",
			"Direct Manager Email", "Primary Manager Email", "Reporting Manager Email",
			"E-Mail Vorgesetzter", "Vorgesetzter E-Mail", "E-Mail des Vorgesetzten", "E-Mail Führungskraft",
			"E-mail du responsable", "E-mail du manager", "Email manager",
			"Correo del jefe", "Correo del gerente", "Correo del responsable", "E-mail leidinggevende",
			"Email responsabile", "E-mail do gestor"},
	},
	EmploymentStartDate: {
		{"Employment Start", "Latest Hire Date", "Most Recent Hire Date", "Current Hire Date", "Last Start Date"},
		{"Start Date", "Hire Date", "Hired On", "Date Hired", "Date of Hire", "Started At", "Commencement Date",
			"Date Commenced", "Joining Date", "Join Date", "Date Joined", "Date of Joining", "Employment Date", "Date Started",
			"Employed From",
			"Eintrittsdatum", "Eintritt", "Einstellungsdatum", "Beschäftigt seit", "Beschäftigt von",
			"Date d'entrée", "Date d'embauche", "Date d'arrivée", "Entrée", "Entré le",
			"Début de contrat", "Date début contrat", "Date de début de contrat",
			"Fecha de ingreso", "Fecha de contratación", "Fecha de inicio", "Fecha de alta", "Fecha alta", "Fecha ingreso",
			"Datum in dienst", "In dienst", "Indiensttreding", "Indienstdatum",
			"Data di assunzione", "Data assunzione", "Assunto il", "Data de admissão", "Data de entrada",
			"Data de início", "Data de contratação"},
		{"Original Hire Date", "Original Date of Hire", "Original Start Date", "Continuous Service Date", "Seniority Date", "Service Date"},
	},
	EmploymentEndDate: {
		{"Employment End", "Employment Termination Date", "Employee Finish Date"},
		{"End Date", "Termination Date", "Terminated On", "Date Terminated", "Date of Termination", "Leaving Date",
			"Leave Date", "Date Left", "Finish Date", "Last Day", "Last Day of Work", "Last Day of Employment", "Last Working Day",
			"Last Day Worked", "Last Date of Work", "Separation Date", "Exit Date", "Date of Exit", "Term Date", "Cessation Date",
			"Austrittsdatum", "Austritt", "Austr.Dat.", "Abgangsdatum", "Beendigung zum", "Beschäftigt bis",
			"Ende der Beschäftigung", "Letzter Arbeitstag",
			"Date de sortie", "Date de départ", "Sorti le", "Date de fin de contrat",
			"Fecha de baja", "Fecha de egreso", "Fecha de salida", "Fecha de terminación", "Datum uit dienst", "Uit dienst",
			"Uitdiensttreding", "Uitdienstdatum", "Data di cessazione", "Data cessazione", "Data cess.", "Cessato il",
			"Data de demissão", "Data de saída",
			"Data de desligamento", "Data de término"},
	},
	LeaveStartDate: {{"Leave Start", "Leave From", "Leave of Absence Start Date", "LOA Start Date"}},
	LeaveEndDate:   {{"Leave End", "Leave To", "Leave Until", "Leave of Absence End Date", "LOA End Date"}},
	HumanRole:      {{"Crewmojo Role"}},
}

// A meaning is the column that a header stands for, and how specific it is: 0 is Crewmojo's own name for the column.
type meaning struct {
	column string
	rank   int
}

// Meaning returns Crewmojo's column that a header commonly stands for; "" for none.
func Meaning(header string) string { return meanings[SameHeader(header)].column }

// meanings finds the meaning of a header by what [SameHeader] returns.
var meanings = func() map[string]meaning {
	found := map[string]meaning{}
	for column, groups := range headersOf {
		for rank, headers := range groups {
			for _, header := range headers {
				found[SameHeader(header)] = meaning{column, rank + 1}
			}
		}
	}
	for _, column := range Columns {
		if _, listed := found[SameHeader(column)]; !listed {
			found[SameHeader(column)] = meaning{column, 0}
		}
	}
	return found
}()
