public import AWSCredentials
import Failures
import HTTP
import JSON
public import Secrets
public import SigV4

/// Calls AWS services as one identity: signs each call and retries throttled calls with jitter.
public struct AWSClient: Sendable {
    private let lookup: CredentialLookup
    private let credentials: Credentials
    private let attempts: Int

    /// - Parameters:
    ///   - lookup: Supplies the environment, the profile and the transport; its cancel signal ends the calls.
    ///   - credentials: The credentials that sign the calls.
    ///   - attempts: The maximum number of attempts of one call.
    public init(_ lookup: CredentialLookup, credentials: Credentials, attempts: Int = 7) {
        self.lookup = lookup
        self.credentials = credentials
        self.attempts = attempts
    }

    /// Sends a call and retries it while AWS throttles or fails. Blocks.
    ///
    /// - Returns: The body of a reply with status 200.
    public func reply(to call: ServiceCall) throws(AWSRefusal) -> Secret {
        var attempt = 1
        while true {
            do throws(AWSRefusal) {
                return try once(call)
            } catch {
                let passes = error.kind == .throttled || error.kind == .serverError
                guard passes, attempt < attempts else { throw error }
            }
            try wait(after: attempt)
            attempt += 1
        }
    }

    /// Full jitter: a random time up to 100 ms, 200 ms, 400 ms and so on, at most five seconds.
    ///
    /// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
    private func wait(after attempt: Int) throws(AWSRefusal) {
        let longest = min(5_000, Int32(100) << Int32(min(attempt, 8)))
        do throws(Failure) {
            try lookup.wait(milliseconds: Int32.random(in: longest / 4...longest))
        } catch {
            throw AWSRefusal(.cancelled, reason: "interrupted")
        }
    }

    private func once(_ call: ServiceCall) throws(AWSRefusal) -> Secret {
        let outcome: Result<HTTPReply, HTTPFault>
        do throws(Failure) {
            outcome = try lookup.send(call, signedBy: credentials)
        } catch {
            throw AWSRefusal(.misconfigured, reason: error.what, advice: error.next)
        }
        switch outcome {
        case .success(let reply) where reply.status == 200: return reply.body
        case .success(let reply): throw refusal(reply, of: call)
        case .failure(let fault):
            let kind: AWSRefusal.Kind =
                switch fault.kind {
                case .cancelled: .cancelled
                case .misconfigured, .noLibrary: .misconfigured
                default: .unreachable
                }
            throw AWSRefusal(kind, reason: fault.reason, advice: fault.advice)
        }
    }

    private func refusal(_ reply: HTTPReply, of call: ServiceCall) -> AWSRefusal {
        let place = (try? lookup.place(of: call)) ?? "AWS"
        let error: (code: String, message: String?) =
            reply.body.revealBytes { XMLElement($0) }.map(Self.error) ?? JSONValue(reply.body).map(Self.error)
            ?? ("", nil)
        let code = String(error.code.prefix(100))
        return AWSRefusal(
            AWSRefusal.kind(code: code, status: reply.status), code: code,
            reason: error.message.map { String($0.prefix(2_000)) } ?? "\(place) answered \(reply.status)")
    }

    /// `<ErrorResponse><Error><Code>`, or EC2's `<Response><Errors><Error><Code>`.
    private static func error(_ xml: XMLElement) -> (code: String, message: String?) {
        let error = xml["Error"] ?? xml["Errors"]?["Error"]
        return (error?.text("Code") ?? "", error?.text("Message"))
    }

    /// `{"__type": "…#Code", "message": "…"}`.
    private static func error(_ json: JSONValue) -> (code: String, message: String?) {
        let type = json["__type"]?.text ?? json["code"]?.text ?? ""
        let code = type.split(separator: "#").last.map(String.init) ?? type
        return (code, json["message"]?.text ?? json["Message"]?.text)
    }
}
