import AWSCredentials
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

@testable import AWSCalls

/// Calls to RDS over HTTP to a stub server.
@Suite struct RelationalDatabasesTests {
    private func client(_ server: StubServer, cancel: WakeSignal? = nil, attempts: Int = 7) throws -> AWSClient {
        let environment = AWSEnvironment(
            variables: [
                "AWS_ENDPOINT_URL_RDS": server.url, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            ], home: "/nonexistent")
        let lookup = CredentialLookup(
            choice: .environment, environment: environment, files: try AWSFiles(reading: environment),
            now: Timestamp.byTheSystem(), region: "eu-west-1", services: CredentialServices(cancel: cancel))
        let credentials = Credentials(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: Secret("secret"), sessionToken: Secret("token"),
            expiration: nil)
        return AWSClient(lookup, credentials: credentials, attempts: attempts)
    }

    private static func page(_ clusters: Range<Int>, next: Int?) -> String {
        let all = clusters.map {
            "<DBCluster><DBClusterIdentifier>c\($0)</DBClusterIdentifier><Engine>aurora-mysql</Engine></DBCluster>"
        }
        let marker = next.map { "<Marker>\($0)</Marker>" } ?? ""
        return "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters>\(all.joined())</DBClusters>\(marker)"
            + "</DescribeDBClustersResult></DescribeDBClustersResponse>"
    }

    private static func refusal(_ code: String) -> String {
        "<ErrorResponse><Error><Code>\(code)</Code><Message>words</Message></Error></ErrorResponse>"
    }

    @Test func `every page is requested with a signature for the service`() throws {
        let server = try StubServer { request in
            let form = StubServer.Request.fields(request.body)
            guard request.headers["authorization"]?.contains("/eu-west-1/rds/aws4_request, ") == true,
                request.headers["x-amz-security-token"] == "token", form["Version"] == "2014-10-31",
                form["Action"] == "DescribeDBClusters", form["MaxRecords"] == "100"
            else { return .reply(403, Self.refusal("SignatureDoesNotMatch")) }
            let start = form["Marker"].flatMap { Int($0) } ?? 0
            return .reply(200, Self.page(start..<start + 3, next: start < 6 ? start + 3 : nil))
        }
        var names: [String] = []
        try RelationalDatabases(try client(server), region: "eu-west-1").clusters { page in
            names += page.map(\.identifier)
            return true
        }
        #expect(names == (0..<9).map { "c\($0)" })
        #expect(server.requests.count == 3)
    }

    @Test func `a repeated page ends the search`() throws {
        let server = try StubServer { _ in .reply(200, Self.page(0..<1, next: 1)) }
        let refusal = #expect(throws: AWSRefusal.self) {
            try RelationalDatabases(try client(server), region: "eu-west-1").clusters { _ in true }
        }
        #expect(refusal?.reason.contains("repeats") == true)
    }

    @Test(arguments: ["Throttling", "RequestLimitExceeded", "InternalFailure"])
    func `a throttled call is sent again`(_ code: String) throws {
        let count = Locked(0)
        let server = try StubServer { _ in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            return number < 3
                ? .reply(code == "InternalFailure" ? 500 : 400, Self.refusal(code))
                : .reply(200, Self.page(0..<1, next: nil))
        }
        var found = 0
        try RelationalDatabases(try client(server), region: "eu-west-1").clusters { page in
            found += page.count
            return true
        }
        #expect(found == 1)
        #expect(server.requests.count == 3)
    }

    @Test(arguments: [
        ("AccessDenied", 403, AWSRefusal.Kind.denied), ("ExpiredToken", 403, .badKeys),
        ("InvalidClientTokenId", 403, .badKeys), ("DBClusterNotFoundFault", 404, .notFound),
        ("InvalidParameterValue", 400, .invalid), ("Throttling", 400, .throttled),
    ])
    func `an error keeps AWS's code and its meaning`(_ code: String, _ status: Int, _ kind: AWSRefusal.Kind)
        throws
    {
        let server = try StubServer { _ in .reply(status, Self.refusal(code)) }
        let refusal = #expect(throws: AWSRefusal.self) {
            try RelationalDatabases(try client(server, attempts: 2), region: "eu-west-1").clusters { _ in true }
        }
        #expect(refusal == AWSRefusal(kind, code: code, reason: "words"))
    }

    @Test(arguments: ["<html>Log in</html>", "", "{}", "<DescribeDBClustersResponse/>"])
    func `a reply that is not RDS's is an error`(_ body: String) throws {
        let server = try StubServer { _ in .reply(200, body) }
        #expect(throws: AWSRefusal.self) {
            try RelationalDatabases(try client(server), region: "eu-west-1").clusters { _ in true }
        }
    }

    @Test func `cancelling a search ends its wait`() throws {
        let cancel = WakeSignal()
        let server = try StubServer { _ in
            cancel.raise()
            return .silence
        }
        let refusal = #expect(throws: AWSRefusal.self) {
            try RelationalDatabases(try client(server, cancel: cancel), region: "eu-west-1").clusters { _ in true }
        }
        #expect(refusal?.kind == .cancelled)
    }
}
