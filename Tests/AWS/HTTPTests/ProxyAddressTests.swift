import Foundation
import HTTP
import Secrets
import TestSupport
import Testing

/// A proxy's address is used completely or refused, and it is never shown.
@Suite struct ProxyAddressTests {
    static let password = "Tr0ub4dor9"

    /// Ambiguous addresses with a password; `PLACE` is a working proxy.
    static let odd = [
        "http://user:Tr0ub4/dor9@PLACE", "http://user:Tr0ub4?dor9@PLACE", "http://user:Tr0ub4#dor9@PLACE",
        "http://user:Tr0ub4@dor9@PLACE", "http://user:Tr0ub4 dor9@PLACE", "http://user:Tr0ub4\tdor9@PLACE",
        "http://user:Tr0ub4\ndor9@PLACE", "http://user:Tr0ub4\\dor9@PLACE", "http://user:12/Tr0ub4dor9@PLACE",
        "http://user:Tr0ub4dor9%0a@PLACE", "http://user:Tr0ub4dor9%0d%0aX@PLACE", "http://user:Tr0ub4dor9%00@PLACE",
        "http://us%0aer:Tr0ub4dor9@PLACE", "http://user:Tr0ub4dor9%@PLACE", "http://user:Tr0ub4%zzdor9@PLACE",
        "http://user:Tr0ub4dor9%7f@PLACE", "http://user:Tr0ub4dor9\u{F6}@PLACE", "http://user:Tr0ub4dor9@PLACE0000000",
        "http://user:Tr0ub4dor9@localhost:abc", "http://user:Tr0ub4dor9@localhost:0",
        "http://user:Tr0ub4dor9@localhost:99999",
        "http://user:Tr0ub4dor9@localhost:-1", "http://user:Tr0ub4dor9@localhost:+80",
        "http://user:Tr0ub4dor9@localhost:",
        "http://user:Tr0ub4dor9@localhost:80x", "htp://user:Tr0ub4dor9@PLACE", "ftp://user:Tr0ub4dor9@PLACE",
        "file://user:Tr0ub4dor9@PLACE", "://user:Tr0ub4dor9@PLACE", "http:/user:Tr0ub4dor9@PLACE",
        "http:user:Tr0ub4dor9@PLACE",
        "http:///user:Tr0ub4dor9@PLACE", "http://user:Tr0ub4dor9@", "http://user:Tr0ub4dor9", "user:Tr0ub4dor9",
        "http://user:Tr0ub4dor9@:3128", "http://user:Tr0ub4dor9@PLACE/path", "http://user:Tr0ub4dor9@PLACE?x=1",
        "http://user:Tr0ub4dor9@PLACE#x", "http://user:Tr0ub4dor9@PLACE/?@", "\"http://user:Tr0ub4dor9@PLACE\"",
        "'http://user:Tr0ub4dor9@PLACE'", " http://user:Tr0ub4dor9@PLACE", "http://user:Tr0ub4dor9@PLACE ",
        "http://user:Tr0ub4dor9@[::1", "http://user:Tr0ub4dor9@[]:80", "http://[user:Tr0ub4dor9@PLACE]",
        "http://PLACE@user:Tr0ub4dor9", "http://user:Tr0ub4dor9@ho st", "http://user:Tr0ub4dor9@PLACE,PLACE",
        "http://user:Tr0ub4dor9@h\u{F6}st", "http://http://user:Tr0ub4dor9@PLACE", "user:Tr0ub4dor9@PLACE@PLACE",
        "http://user:Tr0ub4dor9@" + String(repeating: "a", count: 5_000),
    ]

    @Test(arguments: odd, ["HTTP_PROXY", "http_proxy"])
    func `an ambiguous address is refused before anything is sent and is not shown`(form: String, name: String)
        throws
    {
        let proxy = try StubServer { _ in .reply(200, "proxied") }
        let server = try StubServer { _ in .reply(200, "direct") }
        let value = form.replacing("PLACE", with: "127.0.0.1:\(proxy.port)")
        let transport = CurlTransport(variables: [name: value], authorities: nil)
        let fault = #expect(throws: HTTPFault.self) { try transport.send(HTTPRequest(server.url), cancel: nil) }
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.reason.hasPrefix("\(name) is not an address of a proxy: ") == true)
        expectNothingShown("\(fault.map { "\($0)" } ?? "") \(fault.map { "\($0.failure("cannot ask"))" } ?? "")")
        #expect(proxy.requests.isEmpty && server.requests.isEmpty)
    }

    @Test(arguments: [
        ("http://us%20er:p%40%2F%3F%23%25w@PLACE", "us er:p@/?#%w"), ("us:pw@PLACE", "us:pw"),
        ("//us:pw@PLACE/", "us:pw"),
        ("HTTP://us:p:w@PLACE", "us:p:w"), ("http://us@PLACE", "us:"), ("http://us:@PLACE", "us:"),
        ("http://PLACE", nil),
        ("PLACE", nil),
    ])
    func `an unambiguous address is used as it is meant`(form: String, login: String?) throws {
        let proxy = try StubServer { .reply(200, $0.headers["proxy-authorization"] ?? "-") }
        let value = form.replacing("PLACE", with: "127.0.0.1:\(proxy.port)")
        let transport = CurlTransport(variables: ["HTTP_PROXY": value], authorities: nil)
        let reply = try transport.send(HTTPRequest("http://aws.invalid/x"), cancel: nil)
        let expected = login.map { "Basic " + Data($0.utf8).base64EncodedString() } ?? "-"
        #expect(reply.body.revealText() == expected)
    }

    @Test(arguments: [(407, "asks for a user and a password (407)"), (403, "answered 403"), (502, "answered 502")])
    func `a proxy's refusal is reported as the proxy's`(status: Int, why: String) throws {
        let proxy = try StubServer { _ in .reply(status, "no") }
        let transport = CurlTransport(variables: ["https_proxy": proxy.url], authorities: nil)
        let fault = #expect(throws: HTTPFault.self) {
            try transport.send(HTTPRequest("https://sts.eu-west-1.amazonaws.com/"), cancel: nil)
        }
        #expect(fault?.kind == .proxyRefused)
        #expect(fault?.reason == "the proxy \(proxy.url) \(why)")
        let signed = CurlTransport(
            variables: ["https_proxy": "http://u:\(Self.password)@127.0.0.1:\(proxy.port)"], authorities: nil)
        let again = #expect(throws: HTTPFault.self) {
            try signed.send(HTTPRequest("https://sts.eu-west-1.amazonaws.com/"), cancel: nil)
        }
        expectNothingShown("\(again.map { "\($0)" } ?? "")")
    }

    @Test(arguments: odd.map { $0.replacing("http://", with: "https://") } + ["https://user:Tr0ub4dor9@127.0.0.1:1/x"])
    func `the address of a request does not show a password`(form: String) throws {
        let address = form.replacing("PLACE", with: "127.0.0.1:1")
        expectNothingShown(HTTPAddress(address).place)
        if address.contains("@") {
            expectNothingShown(
                HTTPAddress.shown(String(address[...(address.lastIndex(of: "@") ?? address.startIndex)])))
        }
        guard let flaw = HTTPAddress.flaw(address) else { return }
        expectNothingShown(flaw)
        let fault = #expect(throws: HTTPFault.self) {
            try CurlTransport(variables: [:], authorities: nil).send(HTTPRequest(address), cancel: nil)
        }
        #expect(fault?.kind == .misconfigured)
        expectNothingShown("\(fault.map { "\($0)" } ?? "")")
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func `a cut reply is reported as such and counts as transient`(reply: String) throws {
        let server = try StubServer { _ in .raw(reply) }
        let fault = #expect(throws: HTTPFault.self) {
            try CurlTransport(variables: [:], authorities: nil).send(HTTPRequest(server.url), cancel: nil)
        }
        #expect(fault?.kind == .cutOff && fault?.isPassing == true)
    }

    /// No run of four characters of the password's halves may appear.
    private func expectNothingShown(_ text: String) {
        for piece in ["Tr0u", "r0ub", "0ub4", "dor9"] { #expect(!text.contains(piece), "\(text)") }
    }
}
