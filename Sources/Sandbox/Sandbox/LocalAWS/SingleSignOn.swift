import FoundationEssentials
import Secrets
import SigV4
import Threads
import Timestamps

/// IAM Identity Center: the OIDC service with registration, device authorisation and renewal, the page that confirms a
/// code, and the portal.
///
/// Source: IAM Identity Center OIDC API Reference and Portal API Reference, version 2019-06-10.
struct SingleSignOn: Sendable {
    private struct State {
        var clients: [String: String] = [:]
        /// Device codes by user code, and whether the user has confirmed them.
        var devices: [String: (device: String, isConfirmed: Bool)] = [:]
        var bearers: [String: Timestamp] = [:]
        var renewals: Set<String> = []
    }

    private struct Request: Decodable {
        var clientName: String?
        var clientId: String?
        var clientSecret: String?
        var grantType: String?
        var deviceCode: String?
        var refreshToken: String?
    }

    private static let most = 200
    /// The role of every logged-in user.
    static let roleName = "dba"

    private let state = Locked(State())

    /// The response to a request; nil when it belongs to another service.
    func response(
        to request: HTTPRequest, now: Timestamp, credentials: () -> SandboxIdentity
    ) -> HTTPResponse? {
        switch (request.method, request.path) {
        case ("POST", "/client/register"): register(request, now)
        case ("POST", "/device_authorization"): authorize(request)
        case ("POST", "/token"): token(request, now)
        case ("GET", "/device"): confirm(request)
        case ("GET", "/federation/credentials"): portal(request, now, credentials)
        default: nil
        }
    }

    private func register(_ request: HTTPRequest, _ now: Timestamp) -> HTTPResponse {
        guard let request = parsed(request), request.clientName?.isEmpty == false else {
            return refusal("invalid_request")
        }
        let (identifier, secret) = (Self.random(), Self.random())
        let isKept = state.withLock { state in
            if state.clients.count < Self.most { state.clients[identifier] = secret }
            return state.clients[identifier] != nil
        }
        guard isKept else { return refusal("slow_down") }
        let end = (now + 90 * 86_400).secondsSince1970
        return .json(
            #"{"clientId":"\#(identifier)","clientSecret":"\#(secret)","clientIdIssuedAt":\#(now.secondsSince1970),"clientSecretExpiresAt":\#(end)}"#
        )
    }

    private func authorize(_ request: HTTPRequest) -> HTTPResponse {
        guard let body = parsed(request), isKnown(body) else { return refusal("invalid_client") }
        let device = Self.random()
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        let code = String((0..<9).map { $0 == 4 ? "-" : letters.randomElement() ?? "X" })
        let isKept = state.withLock { state in
            if state.devices.count < Self.most { state.devices[code] = (device, false) }
            return state.devices[code] != nil
        }
        guard isKept else { return refusal("slow_down") }
        let page = "http://\(request[header: "Host"] ?? "127.0.0.1")/device"
        return .json(
            #"{"deviceCode":"\#(device)","userCode":"\#(code)","verificationUri":"\#(page)","verificationUriComplete":"\#(page)?user_code=\#(code)","expiresIn":600,"interval":1}"#
        )
    }

    /// The page: opening it with the code confirms the login.
    private func confirm(_ request: HTTPRequest) -> HTTPResponse {
        let code = QueryString.fields(request.query)?.first { $0.name == "user_code" }?.value ?? ""
        let isConfirmed = state.withLock { state in
            state.devices[code]?.isConfirmed = true
            return state.devices[code] != nil
        }
        return isConfirmed
            ? .text("Confirmed; this page can be closed.\n")
            : .text("There is no such code. Open /device?user_code=CODE\n", status: 404)
    }

    private func token(_ request: HTTPRequest, _ now: Timestamp) -> HTTPResponse {
        guard let request = parsed(request), isKnown(request) else { return refusal("invalid_client") }
        if request.grantType == "refresh_token" {
            let isGood = state.withLock { $0.renewals.remove(request.refreshToken ?? "") != nil }
            return isGood ? newToken(now) : refusal("invalid_grant")
        }
        guard
            let (code, device) = state.withLock({ state in
                state.devices.first { $0.value.device == request.deviceCode }
            })
        else { return refusal("invalid_grant") }
        guard device.isConfirmed else { return refusal("authorization_pending") }
        state.withLock { $0.devices[code] = nil }
        return newToken(now)
    }

    private func newToken(_ now: Timestamp) -> HTTPResponse {
        let (bearer, renewal) = (Self.random(), Self.random())
        state.withLock { state in
            state.bearers = state.bearers.filter { $0.value > now }
            if state.bearers.count < Self.most { state.bearers[bearer] = now + 28_800 }
            if state.renewals.count < Self.most { state.renewals.insert(renewal) }
        }
        return .json(
            #"{"accessToken":"\#(bearer)","expiresIn":28800,"refreshToken":"\#(renewal)","tokenType":"Bearer"}"#)
    }

    private func portal(
        _ request: HTTPRequest, _ now: Timestamp, _ credentials: () -> SandboxIdentity
    ) -> HTTPResponse {
        let bearer = request[header: "x-amz-sso_bearer_token"] ?? ""
        guard let end = state.withLock({ $0.bearers[bearer] }), end > now else {
            return .json(#"{"message":"Session token not found or invalid"}"#, status: 401)
        }
        let fields = Dictionary((QueryString.fields(request.query) ?? []).map { ($0.name, $0.value) }) { $1 }
        guard fields["role_name"] == Self.roleName, fields["account_id"] == SandboxNames.account else {
            return .json(#"{"message":"No access"}"#, status: 403)
        }
        let keys = credentials().credentials
        let milliseconds = (keys.expiration?.secondsSince1970 ?? 0) * 1_000
        return .json(
            #"{"roleCredentials":{"accessKeyId":"\#(keys.accessKeyID)","secretAccessKey":"\#(keys.secretAccessKey.revealText())","sessionToken":"\#(keys.sessionToken?.revealText() ?? "")","expiration":\#(milliseconds)}}"#
        )
    }

    private func isKnown(_ request: Request) -> Bool {
        guard let client = request.clientId, let secret = request.clientSecret else { return false }
        return state.withLock { $0.clients[client] == secret }
    }

    private func parsed(_ request: HTTPRequest) -> Request? {
        try? JSONDecoder().decode(Request.self, from: Data(request.body))
    }

    private func refusal(_ code: String) -> HTTPResponse {
        .json(#"{"error":"\#(code)","error_description":"\#(code)"}"#, status: 400)
    }

    private static func random() -> String {
        (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }
}
