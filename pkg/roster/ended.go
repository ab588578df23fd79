package roster

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// endClues are words of headers that may hold the end of an employment; notEnds are words of those that hold another end, or
// something else about it. All are folded.
var (
	endClues = []string{"terminat", "term date", "separation", "leaving", "date left", "last day", "last working",
		"end date", "exit date", "end of employment", "employment end", "left on", "leaver", "resign", "offboard",
		"off-boarding", "finish date", "relieving", "employed until", "contract end", "contract until",
		"contract expir", "austritt", "ausgetreten", "kundigung", "kuendigung", "vertragsende",
		"letzter arbeitstag", "letzter tag", "sortie", "depart le", "date de depart", "fin de contrat",
		"date de fin", "date fin", "fecha de baja", "fecha de cese", "fecha de fin", "fecha fin", "fecha de termin",
		"egreso", "uit dienst", "einddatum", "laatste werkdag", "beeindiging", "cessazione", "data fine",
		"data uscita", "data di uscita", "fine rapporto", "ultimo giorno", "demissao", "desligamento", "rescisao",
		"data de saida", "data de termino"}
	notEnds = []string{"probation", "probe", "trial", "leave of absence", "leave end", "loa", "visa", "permit",
		"benefit", "review", "reason", "motif", "motivo", "grund", "type", "comment", "notes", "project",
		"assignment", "holiday", "vacation", "urlaub", "insurance", "notice", "eligible", "rehire"}
)

// endHeaders say so only as a whole.
var endHeaders = []string{"end", "ende", "fin", "until", "left", "contractto", "employedto"}

// looksLikeAnEnd reports whether a header may be that of the ends of employments, although it is not mapped.
func looksLikeAnEnd(header string) bool {
	header = strings.ReplaceAll(fold(header), "_", " ")
	has := func(word string) bool { return strings.Contains(header, word) }
	return (slices.Contains(endHeaders, SameHeader(header)) || slices.ContainsFunc(endClues, has)) && !slices.ContainsFunc(notEnds, has)
}

// isYes reports whether a cell of such a column says yes, so that somebody has left.
func isYes(cell []byte) bool {
	switch strings.ToLower(string(cell)) {
	case "yes", "y", "true", "x", "ja", "oui", "si", "sí", "sim":
		return true
	}
	return false
}

// isEndLike reports whether a cell of such a column says that somebody has left: it is a date, however it is written.
func isEndLike(cell []byte, f DateFormat) bool {
	return bytes.ContainsAny(cell, "123456789") && !parseDate(cell, f).isNoEnd() && !isNoDate(cell)
}

// otherStatuses are words of headers whose status is not that of the employment.
var otherStatuses = []string{"marital", "civil", "family", "visa", "immigration", "tax", "leave", "benefit", "review", "vaccin",
	"background", "probation", "training", "veteran", "account", "familien"}

// looksLikeAStatus reports whether a header may be that of a column that says who is employed.
func looksLikeAStatus(header string) bool {
	header = SameHeader(header)
	has := func(word string) bool { return strings.Contains(header, word) }
	switch {
	case slices.ContainsFunc(otherStatuses, has):
		return false
	case has("status"), isActive(header):
		return true
	}
	return slices.Contains([]string{"state", "statut", "estado", "situacao", "stato"}, header)
}

// isActive reports whether a header asks whether somebody is employed, so that a no says that they have left.
func isActive(header string) bool {
	active := []string{"active", "isactive", "activeemployee", "employed", "aktiv", "actif", "activo", "actief", "attivo", "ativo"}
	return slices.Contains(active, SameHeader(header))
}

// meansEnded reports whether a value of such a column says that somebody has left.
func meansEnded(header, value string) bool {
	value = fold(value)
	switch value {
	case "t", "i", "not active", "no longer employed", "uit dienst", "baja":
		return true
	case "no", "n", "false", "0", "nein", "non", "nee", "nao":
		return isActive(header)
	}
	words := strings.FieldsFunc(value, func(char rune) bool { return !unicode.IsLetter(char) })
	return len(words) > 0 && slices.Contains(endedWords, words[0])
}

// endedWords begin the values that say that somebody has left. All are folded.
var endedWords = []string{"terminated", "inactive", "left", "leaver", "former", "ended", "resigned", "retired", "separated", "deceased",
	"dismissed", "exited", "departed", "offboarded",
	"ausgeschieden", "ausgetreten", "inaktiv", "ehemalig", "ehemalige", "ehemaliger", "gekundigt",
	"inactif", "sorti", "sortie", "inactivo", "cesado", "inactief", "inattivo", "cessato", "dimesso", "inativo", "desligado", "demitido"}
