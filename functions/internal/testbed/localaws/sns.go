package localaws

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxMessage is the size of an SNS message at most, in bytes:
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const maxMessage = 256 << 10

// A Message is what was published to a topic.
type Message struct{ TopicARN, Subject, Text string }

// A topic is an SNS topic.
type topic struct {
	confirmed, pending int // subscriptions
}

// TopicARN returns the ARN of a topic here.
func TopicARN(name string) string { return "arn:aws:sns:" + Region + ":" + Account + ":" + name }

// SetTopic makes a topic, or says how many of its subscriptions are confirmed and how many are not. SNS forgets
// addresses that nobody has confirmed for 48 hours:
// https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
func (s *Server) SetTopic(arn string, confirmed, pending int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.topics[arn] == nil {
		s.topics[arn] = &topic{}
	}
	s.topics[arn].confirmed, s.topics[arn].pending = confirmed, pending
}

// Messages returns what was published to a topic, the oldest first.
func (s *Server) Messages(arn string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var of []Message
	for _, m := range s.published {
		if m.TopicARN == arn {
			of = append(of, m)
		}
	}
	return of
}

// Published returns what was published to all topics, the oldest first.
func (s *Server) Published() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.published...)
}

// serveSNS answers Publish and GetTopicAttributes, in the query protocol: forms in, XML out.
func (s *Server) serveSNS(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.topics[r.PostFormValue("TopicArn")]
	action := r.PostFormValue("Action")
	switch {
	case action != "Publish" && action != "GetTopicAttributes":
		snsError(w, http.StatusBadRequest, "InvalidAction", "The action "+action+" is not valid for this endpoint.")
	case !strings.HasPrefix(r.PostFormValue("TopicArn"), "arn:"):
		snsError(w, http.StatusBadRequest, "InvalidParameter", "Invalid parameter: TopicArn")
	case at == nil:
		snsError(w, http.StatusNotFound, "NotFound", "Topic does not exist")
	case action == "Publish":
		s.publish(w, r)
	default:
		snsResult(w, action, attribute("TopicArn", r.PostFormValue("TopicArn"))+
			attribute("SubscriptionsConfirmed", strconv.Itoa(at.confirmed))+
			attribute("SubscriptionsPending", strconv.Itoa(at.pending))+
			attribute("SubscriptionsDeleted", "0"))
	}
}

// goodSubject is a subject as SNS takes one: ASCII, no line break or control character, a letter, number or
// punctuation mark first, and less than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
var goodSubject = regexp.MustCompile(`^[!-~][ -~]{0,98}$`)

// publish takes a message for a topic that exists. s.mu is held.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	m := Message{r.PostFormValue("TopicArn"), r.PostFormValue("Subject"), r.PostFormValue("Message")}
	switch {
	case m.Text == "":
		snsError(w, http.StatusBadRequest, "InvalidParameter", "Invalid parameter: Empty message")
	case !utf8.ValidString(m.Text):
		snsError(w, http.StatusBadRequest, "InvalidParameter", "Invalid parameter: Message Reason: not a valid UTF-8 string")
	case len(m.Text) > maxMessage:
		snsError(w, http.StatusBadRequest, "InvalidParameter", "Invalid parameter: Message too long")
	case r.PostForm.Has("Subject") && !goodSubject.MatchString(m.Subject):
		snsError(w, http.StatusBadRequest, "InvalidParameter", "Invalid parameter: Subject")
	default:
		s.published = append(s.published, m)
		snsResult(w, "Publish", fmt.Sprintf("<MessageId>00000000-0000-0000-0000-%012d</MessageId>", len(s.published)))
	}
}

func attribute(key, value string) string {
	return "<entry><key>" + key + "</key><value>" + escaped(value) + "</value></entry>"
}

func snsResult(w http.ResponseWriter, action, result string) {
	if action == "GetTopicAttributes" {
		result = "<Attributes>" + result + "</Attributes>"
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<%[1]sResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><%[1]sResult>%[2]s</%[1]sResult>`+
		`<ResponseMetadata><RequestId>%[3]s</RequestId></ResponseMetadata></%[1]sResponse>`, action, result, requestID)
}

// snsError answers with an error: https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
func snsError(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>
<Code>%s</Code>`+
		`<Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>`, code, escaped(message), requestID)
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a string builder takes everything
	return b.String()
}
