import Endpoints
public import Failures
public import HTTP
import LocalFiles
import Secrets
import SigV4
public import Timestamps

/// Fetches AWS's bundle of authorities for databases and replaces the old file.
public struct BundleFetch: Sendable {
    /// The bundle that was fetched.
    public struct Outcome: Sendable, Equatable {
        /// The file.
        public let path: String
        /// The number of certificates in the file.
        public let count: Int
        /// SHA-256 of the file in hexadecimal.
        public let hash: String
        /// The certificate that expires first.
        public let firstEnd: (name: String, moment: Timestamp)
        /// Whether the file already had the same bytes.
        public let isUnchanged: Bool

        /// Compares all parts.
        public static func == (left: Outcome, right: Outcome) -> Bool {
            (left.path, left.count, left.hash, left.isUnchanged) == (
                right.path, right.count, right.hash, right.isUnchanged
            )
                && left.firstEnd == right.firstEnd
        }
    }

    private let region: String?
    private let directory: String
    private let transport: any HTTPTransport

    private static let largestBundle = 4 << 20

    /// - Parameters:
    ///   - region: The region of the bundle; nil is the bundle of all commercial regions.
    ///   - directory: The directory of the file, for instance `~/.aws/rds`.
    public init(region: String?, directory: String, transport: any HTTPTransport) {
        self.region = region
        self.directory = directory
        self.transport = transport
    }

    /// The URL of the bundle. Source: Aurora User Guide, "Using SSL/TLS"; the guides of GovCloud and China.
    public static func address(region: String?) -> String {
        let folder = region ?? "global"
        let host =
            switch region.map({ Partition(region: $0) }) {
            case .awsChina: "rds-truststore.s3.cn-north-1.amazonaws.com.cn"
            case .awsGovernment: "truststore.pki.us-gov-west-1.rds.amazonaws.com"
            default: "truststore.pki.rds.amazonaws.com"
            }
        return "https://\(host)/\(folder)/\(folder)-bundle.pem"
    }

    public static func fileName(region: String?) -> String { "\(region ?? "global")-bundle.pem" }

    /// Fetches and checks the bundle and replaces the file. Blocks for at most 15 seconds. The old file stays after an
    /// error.
    ///
    /// - Throws: A `Failure`.
    public func run() throws(Failure) -> Outcome {
        let url = Self.address(region: region)
        let what = "cannot fetch the certificate bundle"
        var request = HTTPRequest(url)
        request.largestBody = Self.largestBundle
        let reply: HTTPReply
        do throws(HTTPFault) {
            reply = try transport.send(request, cancel: nil)
        } catch {
            guard error.kind == .untrusted || error.kind == .intercepted else {
                throw error.failure(what, next: "check that this machine reaches \(url)")
            }
            throw Failure(
                .unavailable, what, why: error.reason,
                next: "fetch it where no proxy inspects TLS, and name the file with ca_file in the profile file")
        }
        guard reply.status == 200 else {
            throw Failure(
                .unavailable, what, why: "\(url) answered \(reply.status)",
                next: region == nil ? "try again later" : "check the region, or leave --region out")
        }
        let bytes = reply.body.revealBytes { Array($0) }
        let new = CertificateFile(bytes)
        let path = directory + "/" + Self.fileName(region: region)
        if let flaw = new.flaw {
            throw Failure(
                .badData, "the certificate bundle of AWS is damaged; \(path) was not changed",
                why: "\(flaw) (\(url))", next: "try again; check whether a proxy answers in the place of AWS")
        }
        let old = try BoundedFile.read(path, limit: Self.largestBundle)
        let before = old.map { CertificateFile($0).certificates.count } ?? 0
        guard new.certificates.count >= before else {
            throw Failure(
                .badData, "the fetched bundle has fewer certificates than the file; \(path) was not changed",
                why: "\(new.certificates.count) were fetched, the file has \(before)",
                next: "try again later; to replace the file all the same, remove it first")
        }
        if old != bytes { try write(bytes) }
        let first = new.certificates.min { $0.end < $1.end }
        return Outcome(
            path: path, count: new.certificates.count, hash: RequestSignature.payloadHash(of: bytes),
            firstEnd: (first?.name ?? "", first?.end ?? Timestamp(secondsSince1970: 0)), isUnchanged: old == bytes)
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        let folder = try Self.folder(directory)
        let name = Self.fileName(region: region)
        let place = folder.entry(name)
        var outcome: Result<Void, Failure> = .success(())
        bytes.withUnsafeBytes { bytes in
            do throws(Failure) {
                try folder.replace(name, expecting: place, with: bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }

    /// Creates the directory where it is missing. An existing directory keeps its mode, because other programs read the
    /// bundle.
    private static func folder(_ path: String) throws(Failure) -> PrivateDirectory {
        if FileIdentity.of(path) == nil { return try PrivateDirectory(creating: path) }
        let folder = try PrivateDirectory(opening: path)
        try folder.refuseStrangers()
        return folder
    }
}
