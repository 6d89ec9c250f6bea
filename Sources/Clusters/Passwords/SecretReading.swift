import Failures
import JSON
import Profiles
import Secrets

/// The password in the text of a secret.
///
/// Source: AWS Secrets Manager User Guide, "JSON structure of AWS Secrets Manager secrets": databases' secrets are
/// objects with `username` and `password`. Any other text is the password itself.
enum SecretReading {
    static func password(in text: Secret, _ name: String, _ request: PasswordRequest) throws(Failure) -> Secret {
        guard let value = JSONValue(text), value.members != nil else { return text }
        if let user = value["username"]?.text, user != request.user {
            throw Failure(
                .badConfiguration, "the secret \(name) is for another user than \(request.user)",
                why: "its `username` is \(user)",
                next: "name that user in `passwords` of \(request.cluster.name): \(user) = \"secret:\(name)\"")
        }
        guard let password = value["password"]?.secret else {
            throw Failure(
                .badConfiguration, "the secret \(name) has no password for \(request.user)",
                why: "it is a JSON object without a text `password`",
                next: "name a secret with `username` and `password`, or one that holds the password alone")
        }
        return password
    }
}
