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

func (c Console) page(kind, key string) string {
	host := "console.aws.amazon.com"
	switch {
	case strings.HasPrefix(c.Region, "cn-"):
		host = "console.amazonaws.cn"
	case strings.HasPrefix(c.Region, "us-gov-"):
		host = "console.amazonaws-us-gov.com"
	}
	page := "https://" + host + "/s3/" + kind + "/" + url.PathEscape(c.Bucket) + "?region=" + url.QueryEscape(c.Region) +
		"&prefix=" + strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
	if c.Pattern == "" {
		return page
	}
	return strings.ReplaceAll(c.Pattern, "{url}", url.QueryEscape(page))
}
