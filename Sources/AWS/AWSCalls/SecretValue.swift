import AWSCredentials
import Failures
import JSON
public import Secrets

/// The calls to AWS Secrets Manager.
///
/// Source: AWS Secrets Manager API Reference, GetSecretValue, version 2017-10-17.
public enum SecretValue {
    /// The current text of a secret. Blocks.
    ///
    /// - Parameters:
    ///   - name: The name or the ARN.
    ///   - region: The region of a name; an ARN contains its own.
    public static func text(_ name: String, region: String?, _ client: AWSClient) throws(AWSRefusal) -> Secret {
        guard name.unicodeScalars.allSatisfy({ (0x21..<0x7F).contains($0.value) && $0 != "\"" && $0 != "\\" }) else {
            throw AWSRefusal(.invalid, reason: "\"\(name)\" is not the name of a secret")
        }
        let value = try JSONCall(
            .secrets, region: ResourceARN(name)?.region ?? region, target: "secretsmanager.GetSecretValue",
            body: "{\"SecretId\":\"\(name)\"}"
        ).result(client)
        if let text = value["SecretString"]?.secret { return text }
        throw AWSRefusal(.invalid, reason: "the secret holds no text but bytes", advice: "store the password as text")
    }
}
