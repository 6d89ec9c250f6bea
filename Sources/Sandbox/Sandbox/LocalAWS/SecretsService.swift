import FoundationEssentials
import SigV4
import Timestamps

/// The part of AWS Secrets Manager that reads a secret.
///
/// Source: AWS Secrets Manager API Reference, GetSecretValue.
struct SecretsService {
    let identities: IdentityStore
    let password: SandboxPassword?
    let now: Timestamp

    private struct Question: Decodable {
        let secretID: String

        enum CodingKeys: String, CodingKey {
            case secretID = "SecretId"
        }
    }

    func response(to request: HTTPRequest) -> HTTPResponse {
        let identity: SandboxIdentity
        do throws(SignedRequest.Refusal) {
            identity = try SignedRequest.identity(
                of: request, service: "secretsmanager", identities: identities, now: now)
        } catch {
            return refusal(error.code, error.message, 403)
        }
        guard request[header: "X-Amz-Target"] == "secretsmanager.GetSecretValue",
            let question = try? JSONDecoder().decode(Question.self, from: Data(request.body))
        else { return refusal("InvalidRequestException", "The request is not valid", 400) }
        guard !identity.databaseUsers.isEmpty else {
            return refusal(
                "AccessDeniedException", "not authorized to perform: secretsmanager:GetSecretValue on resource", 400)
        }
        let name = SandboxEngine.allCases.map { SandboxPassword.secretName($0.cluster) }.first { name in
            question.secretID == name || question.secretID.hasPrefix(Self.arn(name))
        }
        guard let name, let password else {
            return refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400)
        }
        let escaped = password.secretText.replacing("\"", with: "\\\"")
        return .json("{\"ARN\":\"\(Self.arn(name))-AbCdEf\",\"Name\":\"\(name)\",\"SecretString\":\"\(escaped)\"}")
    }

    private static func arn(_ name: String) -> String {
        "arn:aws:secretsmanager:\(SandboxNames.region):\(SandboxNames.account):secret:\(name)"
    }

    private func refusal(_ code: String, _ message: String, _ status: Int) -> HTTPResponse {
        .json("{\"__type\":\"\(code)\",\"Message\":\"\(message)\"}", status: status)
    }
}
