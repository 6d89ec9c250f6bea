// Fields have the names of the JSON that is read.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import SigV4
import Threads
import Timestamps

/// The part of AWS Systems Manager that starts port forwarding sessions on the sandbox's instances.
///
/// Source: AWS Systems Manager API Reference, DescribeInstanceInformation, StartSession, TerminateSession.
struct SystemsManagerService {
    let identities: IdentityStore
    let now: Timestamp
    let sessions: PortSessions

    /// An instance of the sandbox: the bastion is connected, the lighthouse is not.
    private struct Instance {
        let identifier: String
        let name: String
        let isOnline: Bool
    }

    private static let instances = [
        Instance(identifier: SandboxNames.bastion, name: "bastion", isOnline: true),
        Instance(identifier: "i-0fedcba9876543210", name: "lighthouse", isOnline: false),
    ]

    private struct Question: Decodable {
        struct Filter: Decodable {
            let Key: String
            let Values: [String]
        }

        let Filters: [Filter]?
        let Target: String?
        let DocumentName: String?
        let Parameters: [String: [String]]?
        let SessionId: String?
    }

    func response(to request: HTTPRequest) -> HTTPResponse {
        do throws(SignedRequest.Refusal) {
            let identity = try SignedRequest.identity(of: request, service: "ssm", identities: identities, now: now)
            guard !identity.databaseUsers.isEmpty else {
                let name = (request[header: "X-Amz-Target"] ?? "").split(separator: ".").last ?? ""
                throw SignedRequest.Refusal(
                    code: "AccessDeniedException",
                    message: "User: \(identity.arn) is not authorized to perform: ssm:\(name)")
            }
        } catch {
            return refusal(error.code, error.message)
        }
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(request.body)) else {
            return refusal("ValidationException", "The request is not valid")
        }
        switch request[header: "X-Amz-Target"] {
        case "AmazonSSM.DescribeInstanceInformation": return describe(question)
        case "AmazonSSM.StartSession": return start(question)
        case "AmazonSSM.TerminateSession":
            guard let identifier = question.SessionId, sessions.end(identifier) else {
                return refusal("DoesNotExistException", "The session does not exist")
            }
            return .json("{\"SessionId\":\"\(identifier)\"}")
        default: return refusal("UnknownOperationException", "The operation is not known")
        }
    }

    private func describe(_ question: Question) -> HTTPResponse {
        let filters = question.Filters ?? []
        let found = Self.instances.filter { instance in
            filters.allSatisfy { filter in
                switch filter.Key {
                case "tag:Name": filter.Values.contains(instance.name)
                case "PingStatus": filter.Values.contains(instance.isOnline ? "Online" : "ConnectionLost")
                default: false
                }
            }
        }.map { instance in
            "{\"InstanceId\":\"\(instance.identifier)\",\"PingStatus\":\"\(instance.isOnline ? "Online" : "ConnectionLost")\"}"
        }
        return .json("{\"InstanceInformationList\":[\(found.joined(separator: ","))]}")
    }

    private func start(_ question: Question) -> HTTPResponse {
        guard question.DocumentName == "AWS-StartPortForwardingSessionToRemoteHost",
            let host = question.Parameters?["host"]?.first, question.Parameters?["portNumber"]?.first != nil,
            let target = question.Target
        else { return refusal("InvalidDocument", "The document or its parameters are not valid") }
        guard Self.instances.contains(where: { $0.identifier == target && $0.isOnline }) else {
            return refusal("TargetNotConnected", "\(target) is not connected.")
        }
        let session = sessions.start()
        return .json(
            "{\"SessionId\":\"\(session.identifier)\",\"TokenValue\":\"\(session.token)\","
                + "\"StreamUrl\":\"wss://ssmmessages.\(SandboxNames.region).amazonaws.com/v1/data-channel/"
                + "\(session.identifier)?host=\(host)\"}")
    }

    private func refusal(_ code: String, _ message: String) -> HTTPResponse {
        .json("{\"__type\":\"\(code)\",\"message\":\"\(message)\"}", status: 400)
    }
}

/// The open port forwarding sessions of the sandbox.
final class PortSessions: Sendable {
    struct Session {
        let identifier: String
        let token: String
    }

    private let open = Locked<[String: String]>([:])

    func start() -> Session {
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        let session = Session(
            identifier: "jane-" + number, token: String(UInt64.random(in: .min ... .max), radix: 36))
        open.withLock { $0[session.identifier] = session.token }
        return session
    }

    /// Whether the session was open.
    func end(_ identifier: String) -> Bool {
        open.withLock { $0.removeValue(forKey: identifier) != nil }
    }

    /// Where a plugin of a test checks its token, and a test sees the open sessions.
    static let path = "/sandbox/port-sessions"

    /// The open sessions, one a line; with `?id=…&token=…` whether that one is open.
    func response(to request: HTTPRequest) -> HTTPResponse {
        let fields = QueryString.fields(request.query) ?? []
        guard let identifier = fields.first(where: { $0.name == "id" })?.value else {
            return .text(open.withLock { $0.keys.sorted() }.map { $0 + "\n" }.joined())
        }
        let token = fields.first { $0.name == "token" }?.value
        let isOpen = open.withLock { $0[identifier] == token && token != nil }
        return .text(isOpen ? "open\n" : "unknown\n", status: isOpen ? 200 : 403)
    }
}
