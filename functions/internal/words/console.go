package words

import (
	"net/url"
	"strings"
)

// A Console knows the addresses of a bucket's pages in the AWS console.
type Console struct {
	Bucket  string
	Region  string // of the bucket
	Pattern string // an address with {url}, by which people get to a page of the console; "" to go there at once
}

// Object returns the address of an object's page, which has the button Open.
func (c Console) Object(key string) string { return c.page("object", key) }

// Folder returns the address of a folder's page. The prefix ends in a slash.
func (c Console) Folder(prefix string) string { return c.page("buckets", prefix) }

// Destination is how the console's Copy dialog takes the address of a folder.
func (c Console) Destination(prefix string) string { return "s3://" + c.Bucket + "/" + prefix }

// consoles are the consoles of AWS's partitions, by how the names of their regions begin. All other regions are in the
// partition aws.
var consoles = []struct{ regions, host string }{
	{"cn-", "console.amazonaws.cn"},
	{"us-gov-", "console.amazonaws-us-gov.com"},
	{"eusc-", "console.amazonaws-eusc.eu"},
}

func (c Console) host() string {
	for _, console := range consoles {
		if strings.HasPrefix(c.Region, console.regions) {
			return console.host
		}
	}
	return "console.aws.amazon.com"
}

func (c Console) page(kind, key string) string {
	page := "https://" + c.host() + "/s3/" + kind + "/" + url.PathEscape(c.Bucket) + "?region=" + url.QueryEscape(c.Region) +
		"&prefix=" + strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
	if c.Pattern == "" {
		return page
	}
	return strings.ReplaceAll(c.Pattern, "{url}", url.QueryEscape(page))
}
