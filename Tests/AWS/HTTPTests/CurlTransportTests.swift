import Foundation
import HTTP
import Secrets
import TestSupport
import Testing
import Threads

@Suite struct CurlTransportTests {
    private func send(
        _ request: HTTPRequest, variables: [String: String] = [:], authorities: String? = nil, cancel: WakeSignal? = nil
    ) throws(HTTPFault) -> HTTPReply {
        try CurlTransport(variables: variables, authorities: authorities).send(request, cancel: cancel)
    }

    private func fault(
        _ request: HTTPRequest, variables: [String: String] = [:], authorities: String? = nil
    ) -> HTTPFault.Kind? {
        do throws(HTTPFault) {
            _ = try send(request, variables: variables, authorities: authorities)
            return nil
        } catch {
            return error.kind
        }
    }

    private func impatient(_ url: String, connecting: Int = 300, total: Int = 300) -> HTTPRequest {
        var request = HTTPRequest(url)
        request.patience = .init(connecting: connecting, total: total)
        return request
    }

    @Test func `method, headers and body arrive unchanged, and the reply has any status`() throws {
        let server = try StubServer { request in
            .reply(418, "\(request.method) \(request.target) \(request.headers["x-token"] ?? "-") \(request.body)")
        }
        var request = HTTPRequest(server.url + "/a%20b?c=d")
        request.method = "PUT"
        request.headers = [.init("X-Token", Secret("s3cr=t;,:"))]
        request.body = Secret("body\0with a zero")
        let reply = try send(request)
        #expect(reply.status == 418)
        #expect(reply.body.revealText() == "PUT /a%20b?c=d s3cr=t;,: body\0with a zero")
    }

    @Test func `a POST without a body sends none and does not read standard input`() throws {
        let server = try StubServer { .reply(200, "\($0.method)|\($0.body)") }
        var request = HTTPRequest(server.url)
        request.method = "POST"
        #expect(try send(request).body.revealText() == "POST|")
    }

    @Test func `a redirect is returned and not followed`() throws {
        let other = try StubServer { _ in .reply(200, "gotcha") }
        let server = try StubServer { _ in .reply(302, "", headers: ["Location: \(other.url)/"]) }
        #expect(try send(HTTPRequest(server.url)).status == 302)
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\n", "\u{1}", "a\0b"])
    func `a header that would start another one is not sent`(value: String) throws {
        let server = try StubServer { _ in .reply(200, "") }
        var request = HTTPRequest(server.url)
        request.headers = [.init("Authorization", value)]
        #expect(fault(request) == .broken)
        #expect(server.requests.isEmpty)
    }

    @Test func `a reply larger than allowed is aborted, with and without a declared size`() throws {
        let server = try StubServer { request in
            switch request.target {
            case "/stated":
                .endless("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", String(repeating: "x", count: 65_536))
            case "/unstated": .endless("HTTP/1.1 200 OK\r\n\r\n", String(repeating: "x", count: 65_536))
            default: .endless("HTTP/1.1 200 OK\r\n", "X-Header: " + String(repeating: "x", count: 900) + "\r\n")
            }
        }
        for path in ["/stated", "/unstated", "/head"] { #expect(fault(HTTPRequest(server.url + path)) == .tooLarge) }
    }

    @Test func `a silent or endless server is abandoned in time`() throws {
        let silent = try StubServer { _ in .silence }
        #expect(fault(impatient(silent.url)) == .notAnsweredInTime)
        let drip = try StubServer { request in .endless("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "") }
        #expect(fault(impatient(drip.url)) == .notAnsweredInTime)
    }

    @Test func `no server, no HTTP, half a reply and a wrong scheme are distinguished`() throws {
        // By convention no server listens on the discard port.
        #expect(fault(HTTPRequest("http://127.0.0.1:9/")) == .unreachable)
        let noHTTP = try StubServer { _ in .raw("SSH-2.0-OpenSSH_9.2\r\n") }
        #expect(fault(impatient(noHTTP.url)) != nil)
        let half = try StubServer { _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") }
        #expect(fault(HTTPRequest(half.url)) == .cutOff)
        for url in ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", "http://a b/"] {
            #expect(fault(HTTPRequest(url)) != nil, "\(url)")
        }
        #expect(fault(HTTPRequest("http://user:pass@127.0.0.1:1/")) == .misconfigured)
    }

    @Test func `another thread can cancel a request`() throws {
        let cancel = WakeSignal()
        // Raised while the request is running.
        let server = try StubServer { _ in
            cancel.raise()
            return .silence
        }
        var request = HTTPRequest(server.url)
        request.patience = .init(connecting: 60_000, total: 60_000)
        #expect(throws: HTTPFault(.cancelled, "interrupted")) { try send(request, cancel: cancel) }
    }

    @Test func `a proxy is used for its addresses, and metadata bypasses it`() throws {
        let proxy = try StubServer { .reply(200, "proxied \($0.target)") }
        let server = try StubServer { _ in .reply(200, "direct") }
        for variables in [
            ["HTTP_PROXY": proxy.url], ["http_proxy": proxy.url, "HTTP_PROXY": "http://127.0.0.1:1"],
        ] {
            let reply = try send(HTTPRequest("http://aws.invalid/x"), variables: variables)
            #expect(reply.body.revealText() == "proxied http://aws.invalid/x")
        }
        let without = ["HTTP_PROXY": proxy.url, "NO_PROXY": "example.com,127.0.0.1"]
        #expect(try send(HTTPRequest(server.url), variables: without).body.revealText() == "direct")
        var direct = HTTPRequest(server.url)
        direct.isDirect = true
        #expect(try send(direct, variables: ["http_proxy": proxy.url]).body.revealText() == "direct")
        // In a CGI script, HTTP_PROXY comes from the client.
        let script = ["HTTP_PROXY": proxy.url, "REQUEST_METHOD": "GET"]
        #expect(try send(HTTPRequest(server.url), variables: script).body.revealText() == "direct")
    }

    @Test func `an encrypted request uses the proxy only as a tunnel`() throws {
        let proxy = try StubServer { _ in .reply(403, "no") }
        var request = HTTPRequest("https://sts.eu-west-1.amazonaws.com/secret-path")
        request.headers = [.init("Authorization", Secret("s3cret"))]
        #expect(fault(request, variables: ["HTTPS_PROXY": proxy.url]) != nil)
        #expect(proxy.requests == ["CONNECT sts.eu-west-1.amazonaws.com:443"])
    }

    @Test func `a missing file of authorities stops a request before it is sent`() throws {
        let server = try StubServer { _ in .reply(200, "") }
        #expect(fault(HTTPRequest(server.url), authorities: "/nowhere/ca.pem") == .untrusted)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["missing", "empty", "no certificates", "another authority"])
    func `an unsuitable file of authorities is named in the advice`(kind: String) throws {
        let folder = try TemporaryDirectory()
        let (key, certificate) = (folder.path("key.pem"), folder.path("cert.pem"))
        func make(_ name: String) throws {
            let made = try Program.run([
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", folder.path(name),
                "-days", "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1",
            ])
            #expect(made.status == 0, "\(made.errors)")
        }
        try make("other.pem")
        try make("cert.pem")
        let output = folder.path("out")
        let server = try ChildProcess(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"],
            environment: [:], output: output)
        defer { withExtendedLifetime(server) {} }
        var port = ""
        while port.isEmpty {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            port =
                text.split(separator: "\n").first { $0.hasPrefix("ACCEPT 127.0.0.1:") }?.split(separator: ":").last.map(
                    String.init) ?? ""
            poll(nil, 0, 5)
        }
        let file =
            switch kind {
            case "missing": folder.path("nowhere.pem")
            case "empty": try folder.write("", to: "empty.pem")
            case "no certificates": try folder.write("not PEM\n", to: "text.pem")
            default: folder.path("other.pem")
            }
        let fault = #expect(throws: HTTPFault.self) {
            try send(HTTPRequest("https://127.0.0.1:\(port)/"), authorities: file)
        }
        #expect(fault?.kind == .untrusted)
        #expect(fault?.advice?.contains("AWS_CA_BUNDLE") == true)
        let told = [fault?.reason, fault?.advice].compactMap(\.self).joined(separator: " ")
        #expect(told.contains(file))
    }

    @Test func `a server without TLS receives no request`() throws {
        let plain = try StubServer { _ in .reply(200, "") }
        #expect(fault(HTTPRequest("https://127.0.0.1:\(plain.port)/")) == .untrusted)
        #expect(plain.requests.isEmpty)
    }

    @Test func `a server is accepted only with an authority that verifies its name`() throws {
        let folder = try TemporaryDirectory()
        let (key, certificate) = (folder.path("key.pem"), folder.path("cert.pem"))
        let made = try Program.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        #expect(made.status == 0, "\(made.errors)")
        let output = folder.path("out")
        let server = try ChildProcess(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"],
            environment: [:], output: output)
        defer { withExtendedLifetime(server) {} }
        var port = ""
        while port.isEmpty {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            port =
                text.split(separator: "\n").first { $0.hasPrefix("ACCEPT 127.0.0.1:") }?.split(separator: ":").last
                .map(String.init) ?? ""
            poll(nil, 0, 5)
        }
        #expect(fault(HTTPRequest("https://127.0.0.1:\(port)/")) == .untrusted)
        #expect(fault(HTTPRequest("https://localhost:\(port)/"), authorities: certificate) == .untrusted)
        #expect(try send(HTTPRequest("https://127.0.0.1:\(port)/"), authorities: certificate).status == 200)
    }
}
