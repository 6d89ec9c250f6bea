import Failures
import Foundation
import HTTP
import Secrets
import TestSupport
import Testing
import Threads

@testable import Trust

/// Handling of AWS's reply in `ca fetch`.
@Suite struct BundleFetchTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private struct Reply: HTTPTransport {
        let status: Int
        let body: String

        func send(_ request: HTTPRequest, cancel: WakeSignal?) throws(HTTPFault) -> HTTPReply {
            HTTPReply(status: status, body: Secret(body))
        }
    }

    private func fetch(_ body: String, status: Int = 200) throws -> BundleFetch.Outcome {
        try BundleFetch(region: nil, directory: folder.path("rds"), transport: Reply(status: status, body: body)).run()
    }

    private var kept: String? { try? String(contentsOfFile: folder.path("rds/global-bundle.pem"), encoding: .utf8) }

    @Test func `a bundle is written completely and its certificates are counted`() throws {
        let text = try Authority("one", in: folder).text + Authority("two", in: folder).text
        let outcome = try fetch(text)
        #expect(outcome.count == 2)
        #expect(!outcome.isUnchanged)
        #expect(kept == text)
        let hash = try Program.run(["sha256sum", outcome.path])
        #expect(hash.text.hasPrefix(outcome.hash + " "))
        #expect(try fetch(text).isUnchanged)
    }

    @Test func `the old file stays when the new one is cut, an HTML page, smaller or missing`() throws {
        let text = try Authority("one", in: folder).text + Authority("two", in: folder).text
        _ = try fetch(text)
        let one = try Authority("three", in: folder).text
        let bad: [(String, Int, Failures.ExitStatus)] = [
            (String(text.dropLast(100)), 200, .badData), ("<html><body>Log in</body></html>", 200, .badData),
            (one, 200, .badData), ("", 200, .badData), ("no", 503, .unavailable),
        ]
        for (body, status, expected) in bad {
            let failure = #expect(throws: Failure.self) { try fetch(body, status: status) }
            #expect(failure?.status == expected)
            #expect(kept == text)
        }
    }

    @Test func `each AWS partition has its own address`() {
        #expect(
            BundleFetch.address(region: nil) == "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem")
        #expect(
            BundleFetch.address(region: "eu-west-1")
                == "https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem")
        #expect(
            BundleFetch.address(region: "us-gov-east-1")
                == "https://truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-east-1/us-gov-east-1-bundle.pem")
        #expect(
            BundleFetch.address(region: "cn-north-1")
                == "https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/cn-north-1/cn-north-1-bundle.pem")
    }
}
