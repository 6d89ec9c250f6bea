import Failures
import TestSupport
import Testing
import Timestamps

@testable import AWSCredentials

@Suite struct EndpointTests {
    private struct Question: Encodable {
        let service: String
        let region: String
        let fips: Bool
        let dualStack: Bool
        let legacy: Bool
    }

    private struct Answer: Decodable, Equatable {
        let url: String
        let region: String
    }

    private static let services: [(AWSService, String)] = [
        (.securityToken, "sts"), (.portal, "sso"), (.identity, "sso-oidc"),
    ]

    @Test func `every region's endpoints equal botocore's: plain, FIPS, dual-stack, legacy`() throws {
        let regions = [
            "us-east-1", "us-west-2", "eu-west-1", "eu-central-2", "ap-southeast-5", "me-central-1", "il-central-1",
            "mx-central-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "eusc-de-east-1",
            "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "aws-global", "xx-new-1",
        ]
        var questions: [(AWSService, Question)] = []
        for (service, name) in Self.services {
            for region in regions where region != "aws-global" || name == "sts" {
                for bits in 0..<8 where name == "sts" || bits < 4 {
                    questions.append(
                        (
                            service,
                            Question(
                                service: name, region: region, fips: bits & 1 != 0, dualStack: bits & 2 != 0,
                                legacy: bits & 4 != 0)
                        ))
                }
            }
        }
        let expected = try Oracle.ask(
            "botocore_endpoints.py", beside: #filePath, questions.map(\.1), as: [Answer].self)
        #expect(questions.count == expected.count && expected.count > 250)
        for ((service, question), theirs) in zip(questions, expected) {
            let ours = ServiceEndpoint(
                service, region: question.region, isFIPS: question.fips, isDualStack: question.dualStack,
                isLegacy: question.legacy)
            // The global endpoint is signed for its region, whatever its name.
            let region = question.region == "aws-global" ? theirs.region : ours.region
            #expect(Answer(url: ours.url, region: region) == theirs, "\(question)")
        }
    }

    @Test(arguments: [
        ("eu-west-1-fips", "https://sts-fips.eu-west-1.amazonaws.com"),
        ("fips-us-east-1", "https://sts-fips.us-east-1.amazonaws.com"),
        ("us-gov-west-1-fips", "https://sts.us-gov-west-1.amazonaws.com"),
        ("eu-west-1", "https://sts.eu-west-1.amazonaws.com"),
    ])
    func `a pseudo-region means the region's FIPS endpoint`(region: String, url: String) throws {
        let found = try endpoint(["AWS_REGION": region])
        #expect(found.url == url)
        #expect(found.region == region.replacing("-fips", with: "").replacing("fips-", with: ""))
    }

    @Test(arguments: [("", false), ("false", false), ("no", false), ("true", true), ("TRUE", true)])
    func `a variable wins over the file, even if it is empty`(value: String, isFIPS: Bool) throws {
        let found = try endpoint(
            ["AWS_REGION": "eu-west-1", "AWS_USE_FIPS_ENDPOINT": value], "[default]\nuse_fips_endpoint = true")
        #expect(found.url.contains("sts-fips") == isFIPS)
        let dual = try endpoint(
            ["AWS_REGION": "eu-west-1", "AWS_USE_DUALSTACK_ENDPOINT": value], "[default]\nuse_dualstack_endpoint = true"
        )
        #expect(dual.url.contains("api.aws") == isFIPS)
    }

    private func endpoint(
        _ environment: [String: String], _ config: String = "", service: AWSService = .securityToken
    ) throws -> ServiceEndpoint {
        let folder = try TemporaryDirectory()
        let environment = try Situation(environment: environment, config: config).install(in: folder)
        return try CredentialLookup(
            choice: .environment, environment: environment, files: try AWSFiles(reading: environment),
            now: Situation.now, region: "sa-east-1"
        ).endpoint(service)
    }

    @Test func `a configured endpoint is searched in botocore's order`() throws {
        let config = """
            [default]
            region = eu-west-1
            endpoint_url = https://profile
            services = mine
            [services mine]
            sts =
              endpoint_url = https://section/
            """
        #expect(try endpoint([:], config) == ServiceEndpoint(url: "https://section", region: "eu-west-1"))
        #expect(try endpoint([:], config, service: .portal).url == "https://profile")
        #expect(try endpoint(["AWS_ENDPOINT_URL": "https://all"], config).url == "https://all")
        let both = ["AWS_ENDPOINT_URL": "https://all", "AWS_ENDPOINT_URL_STS": "https://one"]
        #expect(try endpoint(both, config).url == "https://one")
        #expect(try endpoint(both, config, service: .identity).url == "https://all")
        let ignored = ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"].merging(both) { $1 }
        #expect(try endpoint(ignored, config).url == "https://sts.eu-west-1.amazonaws.com")
        #expect(throws: Failure.self) { try endpoint([:], "[default]\nservices = nobody") }
    }

    @Test func `the region comes from the environment, the profile, then the cluster`() throws {
        let config = "[default]\nregion = eu-west-1"
        #expect(
            try endpoint(["AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-east-1"], config).region == "us-east-2")
        #expect(try endpoint(["AWS_DEFAULT_REGION": "us-east-1"], config).region == "us-east-1")
        #expect(try endpoint([:], config).region == "eu-west-1")
        #expect(try endpoint([:]).region == "sa-east-1")
    }

    @Test(arguments: ["evil.example.com/", "eu-west-1\r\nHost: x", "EU", "a@b", "..", "eu west 1", "a#"])
    func `a region that would lead to another domain is refused`(region: String) {
        #expect(throws: Failure.self) { try endpoint(["AWS_REGION": region]) }
    }

    @Test(arguments: ["ftp://x", "nonsense", "http://", "file:///etc/passwd"])
    func `an invalid endpoint is refused`(url: String) {
        #expect(throws: Failure.self) { try endpoint(["AWS_ENDPOINT_URL_STS": url]) }
    }

    @Test func `FIPS or dual-stack contradicts a configured endpoint, as in botocore`() {
        for variable in ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"] {
            #expect(throws: Failure.self) { try endpoint([variable: "true", "AWS_ENDPOINT_URL": "https://x"]) }
        }
    }
}
