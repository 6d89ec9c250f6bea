public import Failures
import HTTP
import JSON
import LocalFiles
import Secrets

/// The credentials that ECS, EKS Pod Identity and similar services give to a container.
///
/// Source: `botocore.credentials.ContainerProvider`; AWS SDKs Reference Guide, "Container credential provider".
public struct ContainerProvider: CredentialProvider {
    public let name = "container"

    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let tokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
    private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    private static let linkLocal: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"]
    private static let attempts = 3

    public init() {}

    /// Queries the endpoint that the variables name, up to three times with two seconds each.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        let environment = lookup.environment
        guard let url = environment[Self.relative].map({ "http://169.254.170.2" + $0 }) ?? environment[Self.full] else {
            return .absent(CredentialTrail.notConfigured)
        }
        try check(url)
        var request = HTTPRequest(url)
        request.headers = [.init("Accept", "application/json")]
        if let token = try authorization(environment) { request.headers.append(.init("Authorization", token)) }
        request.patience = .init(connecting: 2_000, total: 2_000)
        request.isDirect = true
        let json = try ask(request, lookup)
        let keys = ReplyKeys(json, token: "Token")
        let credentials = try keys.credentials {
            Self.refusal("the reply of \(HTTPAddress(url).place) is incomplete: \($0)")
        }
        return .found(
            FoundCredentials(
                credentials: credentials, source: "container endpoint \(HTTPAddress(url).place)", isRenewable: true))
    }

    private func ask(_ request: HTTPRequest, _ lookup: CredentialLookup) throws(Failure) -> JSONValue {
        let place = HTTPAddress(request.url).place
        var reason = ""
        for attempt in 0..<Self.attempts {
            if attempt > 0 { try lookup.pause(milliseconds: 200) }
            do throws(HTTPFault) {
                let reply = try lookup.send(request)
                let json = JSONValue(reply.body)
                if reply.status == 200, let json { return json }
                let message = json?["message"]?.text.map { ": \($0.prefix(200))" } ?? ""
                reason = place + (reply.status == 200 ? "'s reply is not JSON" : " answered \(reply.status)\(message)")
            } catch {
                if error.kind == .cancelled || error.kind == .noLibrary || error.kind == .tooLarge {
                    throw error.failure("the container's credentials cannot be read")
                }
                reason = error.reason
            }
        }
        throw Self.refusal(reason)
    }

    private static func refusal(_ reason: String) -> Failure {
        Failure(
            .unavailable, "the container's credentials cannot be read",
            why: reason,
            next: "see that the task or pod has a role, or unset AWS_CONTAINER_CREDENTIALS_*")
    }

    /// Plain HTTP is allowed only to this machine and to the addresses that AWS reserves for containers.
    private func check(_ url: String) throws(Failure) {
        let address = HTTPAddress(url)
        if let flaw = HTTPAddress.flaw(url) {
            throw Failure(
                .badConfiguration, "the container's credentials have no address",
                why: "AWS_CONTAINER_CREDENTIALS_*: \(flaw)",
                next: "\(Self.full)=https://HOST/PATH")
        }
        if address.scheme == "https" { return }
        let isLoopback = address.host.hasPrefix("127.") && address.host.allSatisfy { $0.isNumber || $0 == "." }
        guard address.scheme == "http", isLoopback || address.host == "::1" || Self.linkLocal.contains(address.host)
        else {
            throw Failure(
                .badConfiguration, "\(Self.full) names a host that must not be asked without encryption",
                why: "\(address.place) is neither this machine nor an address of AWS's",
                next: "use https, or a loopback address")
        }
    }

    /// The authorization for the endpoint. The token file comes first and is read for each request, because it changes.
    private func authorization(_ environment: AWSEnvironment) throws(Failure) -> Secret? {
        let (text, place): (Secret, String)
        if let path = environment[Self.tokenFile] {
            guard let bytes = try BoundedFile.read(path, limit: 64 * 1_024) else {
                throw Failure(
                    .badConfiguration, "the container's authorization token cannot be read",
                    why: "\(Self.tokenFile) names \(path), which does not exist", next: "correct the variable")
            }
            (text, place) = (Secret(copying: bytes), path)
        } else if let value = environment[Self.token] {
            (text, place) = (Secret(value), Self.token)
        } else {
            return nil
        }
        guard text.revealBytes({ $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
            throw Failure(
                .badConfiguration, "the container's authorization token is damaged",
                why: "\(place) holds a line break or another control character", next: "correct \(place)")
        }
        return text
    }
}
