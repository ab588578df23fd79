package roster

// All words of these lists are folded.

// endClues are words of headers that may hold the end of an employment, or ask whether there is one.
var endClues = []string{"terminat", "term date", "separation", "leaving", "date left", "last day", "last working",
	"end date", "exit date", "end of employment", "employment end", "left on", "leaver", "resign", "offboard",
	"off-boarding", "finish date", "relieving", "employed until", "contract end", "contract until",
	"contract expir", "austritt", "ausgetreten", "kundigung", "kuendigung", "vertragsende", "letzter arbeitstag",
	"letzter tag", "sortie", "depart le", "date de depart", "fin de contrat", "date de fin", "date fin",
	"fecha de baja", "fecha de cese", "fecha de fin", "fecha fin", "fecha de termin", "egreso", "uit dienst",
	"einddatum", "laatste werkdag", "beeindiging", "cessazione", "data fine", "data uscita", "data di uscita",
	"fine rapporto", "ultimo giorno", "demissao", "desligamento", "rescisao", "data de saida", "data de termino"}

// endHeaders say so only as a whole, but for fillers.
var endHeaders = []string{"end", "ende", "fin", "until", "left", "contractto", "employedto", "hasleft",
	"leftcompany", "leftthecompany", "inactive", "isinactive", "inactivedate", "inactivesince", "notactive",
	"nolongeractive", "notemployed", "nolongeremployed", "ex", "former", "retired", "deceased", "dismissed", "quit",
	"ausgeschieden", "inaktiv", "inactif", "inactivo", "inactief", "inattivo", "inativo"}

// notEnds are words of headers that hold something else about such an end.
var notEnds = []string{"leave of absence", "leave end", "loa", "reason", "motif", "motivo", "grund", "type",
	"comment", "notes", "of leave", "assignment", "notice", "rehire", "clause", "extension", "extended", "renew",
	"remind", "notif", "risk", "essai", "prueba", "prova", "proeftijd", "proefperiode", "experiencia",
	"apprentice"}

// stateHeaders are those of a status only as a whole, but for fillers.
var stateHeaders = []string{"state", "statut", "estado", "situacao", "situacion", "stato"}

// activeHeaders ask whether somebody is employed, but for fillers.
var activeHeaders = []string{"active", "isactive", "activeemployee", "employed", "isemployed", "current", "aktiv",
	"beschaftigt", "actif", "activo", "actief", "indienst", "attivo", "ativo"}

// fillers are words of headers that say no more than that the column is about an employee, and what is in it.
var fillers = []string{"is", "has", "are", "currently", "still", "employee", "employees", "employment", "emp",
	"worker", "staff", "person", "status", "flag", "indicator", "y", "n", "ist", "noch", "mitarbeiter", "est",
	"encore", "de", "l", "employe", "salarie", "collaborateur", "esta", "del", "empleado", "laboral", "do",
	"funcionario", "colaborador", "dipendente", "medewerker", "nog"}

// otherMatters are words of headers whose end or status is not that of the employment.
var otherMatters = []string{
	// the person
	"marital", "civil", "famil", "relationship", "spous", "partner", "dependen", "dependan", "beneficiar",
	"emergency", "contact", "citizen", "nationality", "residen", "visa", "visum", "aufenthalt", "immigration",
	"permit", "passport", "authoriz", "authoris", "everify", "i9", "veteran", "military", "disab", "smok",
	"student", "school", "degree", "education",
	// health
	"health", "medical", "dental", "vaccin", "impf", "covid", "fitness", "drug",
	// checks and papers
	"background", "clearance", "dbs", "wwcc", "safety", "firstaid", "complian", "attest", "policy", "consent",
	"privacy", "gdpr", "acknowledg", "signature", "document", "approval", "workflow", "certif", "license",
	"licence",
	// what an employer gives
	"benefit", "insur", "versicherung", "verzekering", "pension", "superannuation", "retirementplan", "401k",
	"enrol", "coverage", "cobra", "eligib", "equity", "stock", "vesting", "bonus", "compensation", "salary",
	"allowance", "payment", "deposit", "bank", "loan", "garnish", "expense", "travel", "relocation", "housing",
	"parking", "vehicle", "fleet", "driver", "uniform", "locker", "badge", "card", "laptop", "computer", "device",
	"phone", "mobile", "hardware", "software", "equipment", "asset", "subscription", "tax", "steuer",
	// accounts
	"account", "konto", "login", "password", "access", "mfa", "vpn", "mail", "invit",
	// work
	"union", "gewerkschaft", "membership", "probation", "probe", "trial", "onboard", "induction", "orientation",
	"training", "schulung", "learning", "course", "exam", "review", "appraisal", "performance", "goal", "survey",
	"talent", "succession", "recruit", "candidate", "applica", "bewerb", "requisition", "offer", "interview",
	"referral", "timesheet", "attendance", "absence", "vacation", "holiday", "urlaub", "verlof", "sick",
	"maternity", "parental", "furlough", "shift", "secondment", "sabbatical", "suspension", "remote", "project",
	"client", "customer", "supplier", "sponsor", "claim", "accommodation", "injury", "incident", "grievance",
	"disciplin", "warning", "mentor", "buddy", "department", "division", "location", "costcent",
}

// yeses and noes answer a header that asks whether somebody has left, or is employed.
var (
	yeses = []string{"yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "o", "si", "s", "sim"}
	noes  = []string{"no", "n", "false", "f", "0", "nein", "non", "nee", "nao"}
)

// endedWords and endedPhrases, of two words, begin the values that say that somebody has left.
var (
	endedWords = []string{"terminated", "inactive", "left", "leaver", "former", "ended", "resigned", "retired",
		"retiree", "separated", "deceased", "dismissed", "exited", "departed", "offboarded", "quit", "withdrawn",
		"fired", "discharged", "relieved", "redundant", "exemployee", "ausgeschieden", "ausgetreten", "inaktiv",
		"ehemalig", "ehemalige", "ehemaliger", "gekundigt", "inactif", "sorti", "sortie", "inactivo", "cesado",
		"inactief", "inattivo", "cessato", "dimesso", "inativo", "desligado", "demitido"}
	endedPhrases = []string{"not active", "not employed", "no longer", "non active", "laid off", "employment ended",
		"employment terminated", "contract ended", "ex employee", "ex worker", "ex contingent", "nicht aktiv",
		"nicht mehr", "non actif", "no activo", "baja voluntaria", "baja definitiva", "niet actief", "niet meer",
		"uit dienst", "non attivo", "nao ativo"}
)
