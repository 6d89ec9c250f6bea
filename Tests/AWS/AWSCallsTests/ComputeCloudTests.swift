import AWSCredentials
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@testable import AWSCalls

/// Calls to EC2 over HTTP to a stub server.
@Suite struct ComputeCloudTests {
    private func cloud(_ server: StubServer) throws -> ComputeCloud {
        let environment = AWSEnvironment(
            variables: [
                "AWS_ENDPOINT_URL_EC2": server.url, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            ], home: "/nonexistent")
        let lookup = CredentialLookup(
            choice: .environment, environment: environment, files: try AWSFiles(reading: environment),
            now: Timestamp.byTheSystem(), region: "eu-west-1", services: CredentialServices())
        let credentials = Credentials(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: Secret("secret"), sessionToken: nil, expiration: nil)
        return ComputeCloud(AWSClient(lookup, credentials: credentials), region: "eu-west-1")
    }

    private static func page(_ instances: [(String, String?)], next: String? = nil) -> String {
        let items = instances.map { name, network in
            "<item><instancesSet><item><instanceId>\(name)</instanceId>"
                + (network.map { "<vpcId>\($0)</vpcId>" } ?? "") + "</item></instancesSet></item>"
        }
        return "<DescribeInstancesResponse><reservationSet>\(items.joined())</reservationSet>"
            + (next.map { "<nextToken>\($0)</nextToken>" } ?? "") + "</DescribeInstancesResponse>"
    }

    @Test func `running instances are asked for by their identifiers, page after page`() throws {
        let server = try StubServer { request in
            let form = StubServer.Request.fields(request.body)
            guard request.headers["authorization"]?.contains("/eu-west-1/ec2/aws4_request, ") == true,
                form["Version"] == "2016-11-15", form["Filter.1.Value.1"] == "running",
                form["Filter.2.Name"] == "instance-id", form["Filter.2.Value.2"] == "i-2"
            else { return .reply(403, "<Response/>") }
            return form["NextToken"] == nil
                ? .reply(200, Self.page([("i-1", "vpc-a")], next: "more"))
                : .reply(200, Self.page([("i-2", "vpc-b"), ("i-3", nil)]))
        }
        #expect(try cloud(server).networks(of: ["i-1", "i-2"]) == ["i-1": "vpc-a", "i-2": "vpc-b"])
        #expect(server.requests.count == 2)
    }

    @Test func `no instances need no call, and a refusal has its code`() throws {
        let server = try StubServer { _ in
            .reply(
                403,
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>"
            )
        }
        #expect(try cloud(server).networks(of: []).isEmpty)
        #expect(server.requests.isEmpty)
        let error = #expect(throws: AWSRefusal.self) { try cloud(server).networks(of: ["i-1"]) }
        #expect(error?.kind == .denied && error?.code == "UnauthorizedOperation")
    }
}
