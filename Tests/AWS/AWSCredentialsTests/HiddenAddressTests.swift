import AWSCredentials
import Failures
import TestSupport
import Testing

/// Addresses in variables and files may contain a password; no message, trail or advice may show it.
@Suite struct HiddenAddressTests {
    private static let forms = [
        "https://user:Tr0ub4dor9@127.0.0.1:1/", "https://user:Tr0ub4/dor9@127.0.0.1:1",
        "htp://user:Tr0ub4dor9@127.0.0.1:1",
        "https://user:Tr0ub4dor9", "user:Tr0ub4dor9@127.0.0.1", "https://user:Tr0ub4@dor9@127.0.0.1:1",
        "https://user:Tr0ub4 dor9@h",
        "https://user:Tr0ub4?dor9@127.0.0.1:1", "https://user:Tr0ub4#dor9@127.0.0.1:1",
        "https://user:Tr0ub4dor9@127.0.0.1:x",
        "https://user:Tr0ub4dor9%0a@127.0.0.1:1",
    ]

    private static let places = [
        "HTTPS_PROXY", "https_proxy", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "endpoint_url",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "sso_start_url",
    ]

    private static func situation(_ place: String, _ form: String) -> Situation {
        var result = Situation(
            environment: plainKeys.merging(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "https://127.0.0.1:1"]) {
                $1
            })
        var role = "[profile a]\nrole_arn = r\ncredential_source = Environment\n"
        switch place {
        case "endpoint_url":
            result.environment["AWS_ENDPOINT_URL"] = nil
            role += "endpoint_url = \(form)\n"
        case "AWS_EC2_METADATA_SERVICE_ENDPOINT":
            result.environment["AWS_EC2_METADATA_DISABLED"] = "false"
            result.environment[place] = form
            role = role.replacing("Environment", with: "Ec2InstanceMetadata")
        case "AWS_CONTAINER_CREDENTIALS_FULL_URI":
            result.environment[place] = form
            role = role.replacing("Environment", with: "EcsContainer")
        case "sso_start_url":
            role =
                "[profile a]\nsso_start_url = \(form)\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n"
        default: result.environment[place] = form
        }
        result.config = role
        result.profile = "a"
        return result
    }

    @Test(arguments: places, forms)
    func `a password in an address is never shown`(place: String, form: String) throws {
        let explanation = try Self.situation(place, form).explain(interaction: Visitor())
        guard case .failure(let failure) = explanation.outcome else {
            Issue.record("it signs")
            return
        }
        for piece in ["Tr0u", "r0ub", "0ub4", "dor9"] where !(place == "sso_start_url" && !form.contains("@")) {
            #expect(!"\(failure) \(explanation.trail)".contains(piece), "\(failure) \(explanation.trail)")
        }
    }
}
