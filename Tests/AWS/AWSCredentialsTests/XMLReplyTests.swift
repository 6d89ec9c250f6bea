import Secrets
import Testing

@testable import AWSCredentials

@Suite struct XMLReplyTests {
    @Test(arguments: [
        "<a><b>x&amp;y</b></a>", "<?xml version='1.0'?><!-- a > b --><a><!-- <b>no</b> --><b>x&amp;y</b></a>",
        "<a><b>x<!-- c -->&amp;y</b></a>", "<a><b><![CDATA[x&y]]></b></a>", "<a><b>x<![CDATA[&]]>y</b ></a >",
        "<a x='>' y=\"<b>\"><b z='/'>x&#38;y</b></a>", "<a><c/><b>x&#x26;y</b></a>\n",
        "<a><b><![CDATA[]]>x&amp;y<![CDATA[]]></b></a>",
    ])
    func `comments, CDATA sections and attributes are parsed by XML's rules`(text: String) {
        #expect(XMLReply(Secret(text))?["a/b"]?.revealText() == "x&y")
    }

    @Test(arguments: [
        "</>", "</ >", "<a></>", "<a/></>",
        "", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>&x;</a>", "<a><!-- </a>",
        "<a><![CDATA[ </a>", "<a x='></a>",
        "<a></a><b></b>", "<a><!ELEMENT b></a>", "<![CDATA[<a></a>",
    ])
    func `anything else is refused`(text: String) {
        #expect(XMLReply(Secret(text)) == nil)
    }
}
