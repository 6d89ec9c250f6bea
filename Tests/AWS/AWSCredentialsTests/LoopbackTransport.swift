import HTTP
import Testing
import Threads

/// libcurl for loopback only: a request to any other address is a test issue and is not sent.
struct LoopbackTransport: HTTPTransport {
    let variables: [String: String]

    func send(_ request: HTTPRequest, cancel: WakeSignal?) throws(HTTPFault) -> HTTPReply {
        let host = HTTPAddress(request.url).host
        guard host == "127.0.0.1" || host == "localhost" || host == "::1" else {
            Issue.record("a test asked \(host)")
            throw HTTPFault(.unreachable, "not in a test")
        }
        return try CurlTransport(variables: variables, authorities: nil).send(request, cancel: cancel)
    }
}
