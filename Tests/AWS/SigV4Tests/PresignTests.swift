import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@Suite struct PresignTests {
    private struct Case: Encodable {
        var method = "GET"
        var host = "example.amazonaws.com"
        var path = "/"
        var query: [[String]] = []
        var headers: [[String]] = []
        var body = ""
        var service = "service"
        var region = "us-east-1"
        var accessKeyID = "AKIDEXAMPLE"
        var secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        var sessionToken: String?
        var time: Int64 = 1_440_938_160
        var lifetime = 3_600
    }

    private struct Answer: Decodable {
        let canonical: String
        let signature: String
    }

    // The request shapes of the published SigV4 test suite, query-string part.
    private static let shapes: [Case] = [
        Case(), Case(method: "POST"), Case(query: [["Param1", "value1"]]), Case(query: [["Param1", ""]]),
        Case(query: [["Param2", "value2"], ["Param1", "value1"]]), Case(query: [["Param", "b"], ["param", "a"]]),
        Case(query: [["-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "-._~"]]),
        Case(query: [["ሴ", "bar"]]), Case(query: [["a b", "c+d/e=f"], ["%41", "%"]]), Case(path: "/ሴ"),
        Case(path: "/%20%2F"),
        Case(path: "/example/.."), Case(path: "/example1/example2/../.."), Case(path: "//"), Case(path: "/./"),
        Case(path: "/./example"), Case(path: "//example//"), Case(path: "/example space/"), Case(path: "/a/../../b/"),
        Case(path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        Case(headers: [["My-Header1", "value1"]]), Case(headers: [["My-Header1", "  value   with  blanks "]]),
        Case(headers: [["My-Header2", "x"], ["My-Header1", "y"]]),
        Case(headers: [["A", "1"], ["a", "2"], ["A", "0"]]),
        Case(sessionToken: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"),
        Case(method: "POST", body: ""), Case(service: "rds", region: "cn-north-1", time: 0, lifetime: 1),
    ]

    @Test func `requests of every shape are canonicalised and signed as in botocore`() throws {
        let answers = try Oracle.ask("botocore_presign.py", beside: #filePath, Self.shapes, as: [Answer].self)
        for (shape, answer) in zip(Self.shapes, answers) {
            let request = CanonicalRequest(
                method: shape.method, path: shape.path, query: shape.query.map { .init($0[0], $0[1]) },
                headers: [.init("Host", shape.host)] + shape.headers.map { .init($0[0], $0[1]) },
                payloadHash: RequestSignature.payloadHash(of: Array(shape.body.utf8)))
            let credentials = Credentials(
                accessKeyID: shape.accessKeyID, secretAccessKey: Secret(shape.secretAccessKey),
                sessionToken: shape.sessionToken.map { Secret($0) }, expiration: nil)
            let query = RequestSignature.presign(
                request, with: credentials, at: Timestamp(secondsSince1970: shape.time), region: shape.region,
                service: shape.service, lifetime: shape.lifetime)
            let complete = CanonicalRequest(
                method: request.method, path: request.path, query: query.dropLast(), headers: request.headers,
                payloadHash: request.payloadHash)
            #expect(complete.text == answer.canonical)
            #expect(query.last == .init("X-Amz-Signature", answer.signature), "\(shape.path) \(shape.query)")
        }
        #expect(answers.count == Self.shapes.count)
    }

    @Test func `a database token is a presigned request`() throws {
        let now = Timestamp(secondsSince1970: 1_795_270_111)
        let credentials = Credentials(
            accessKeyID: "ASIAX", secretAccessKey: Secret("s/+"), sessionToken: Secret("t/+="), expiration: nil)
        let host = "orders.cluster-x1.eu-west-1.rds.amazonaws.com"
        let request = try #require(
            TokenRequest(host: host, region: "eu-west-1", service: .rds(port: 5432, user: "jané")))
        var signer = TokenSigner()
        let token = signer.sign(request, with: credentials, at: now).revealText()
        let query = RequestSignature.presign(
            CanonicalRequest(
                method: "GET", path: "/", query: [.init("Action", "connect"), .init("DBUser", "jané")],
                headers: [.init("Host", "\(host):5432")], payloadHash: RequestSignature.payloadHash(of: [])),
            with: credentials, at: now, region: "eu-west-1", service: "rds-db", lifetime: 900)
        #expect(token.hasSuffix("X-Amz-Signature=\(query.last?.value ?? "")"))
    }
}
