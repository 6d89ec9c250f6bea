public import Failures
import LocalFiles
import SigV4

/// Writes the authorities of several files into one private file for the database libraries.
///
/// The file is written at its first use, and again when one of its sources changes.
public struct TrustFile: Sendable {
    private let sources: TrustSources
    private let directory: String

    private static let largestSource = 8 << 20
    private static let mostFiles = 32

    /// - Parameter directory: The directory of the file, private to the user.
    public init(_ sources: TrustSources, directory: String) {
        self.sources = sources
        self.directory = directory
    }

    /// Writes the file where necessary and returns its path.
    ///
    /// - Throws: A `Failure`: a source cannot be read, the sources hold no authority, or the file cannot be written.
    public func path() throws(Failure) -> String {
        if let single = sources.single { return single }
        let name = self.name
        let path = directory + "/" + name
        // A file that another user could write is not trusted.
        if FileIdentity.isPrivate(directory), FileIdentity.isPrivate(path) { return path }
        let text = try content()
        let folder = try PrivateDirectory(creating: directory)
        prune(folder)
        try Self.write(text, to: name, in: folder)
        return path
    }

    /// The PEM text of all authorities.
    func content() throws(Failure) -> String {
        var kept: [AuthorityCertificate] = []
        for path in [sources.databaseBundle, sources.publicRoots, sources.chosenFile].compactMap(\.self) {
            kept += try Self.certificates(in: path)
        }
        if let store = sources.systemStore { kept += PublicRoots.select(from: try Self.certificates(in: store)) }
        var seen: Set<[UInt8]> = []
        kept = kept.filter { seen.insert($0.encoding).inserted }
        guard !kept.isEmpty else {
            throw Failure(
                .badConfiguration, "this machine has no certificate authorities for Aurora",
                why: "there is no certificate of AWS in \(sources.description)",
                next: "quarterdeck ca fetch, and install the package ca-certificates")
        }
        return kept.map(CertificateFile.block).joined()
    }

    /// A name that depends on the sources and their state, so that a changed source leads to a new file.
    private var name: String {
        let stamps = sources.files.map { file in
            guard let (identity, bytes, changed) = FileIdentity.of(file) else { return "\(file) absent" }
            return "\(file) \(identity.device) \(identity.inode) \(identity.modified) \(changed) \(bytes)"
        }
        let isRootsOnly = sources.systemStore != nil
        let text = stamps.joined(separator: "\n") + "\n\(isRootsOnly)"
        return "trust-\(RequestSignature.payloadHash(of: Array(text.utf8)).prefix(24)).pem"
    }

    private static func certificates(in path: String) throws(Failure) -> [AuthorityCertificate] {
        guard let bytes = try BoundedFile.read(path, limit: largestSource) else {
            throw Failure(.noInput, "there is no file \(path)", next: "correct the path, or restore the file")
        }
        let file = CertificateFile(bytes)
        guard !file.certificates.isEmpty else {
            throw Failure(
                .badConfiguration, "the certificate authorities in \(path) cannot be used", why: file.flaw,
                next: "openssl x509 -noout -subject -in \(path)")
        }
        return file.certificates
    }

    private func prune(_ folder: borrowing PrivateDirectory) {
        let old = folder.names(atMost: 1_024).filter { $0.hasPrefix("trust-") }
        guard old.count >= Self.mostFiles else { return }
        for name in old {
            if case .ownFile(let identity, _) = folder.entry(name) { folder.remove(name, ifStill: identity) }
        }
    }

    private static func write(
        _ text: String, to name: String, in folder: borrowing PrivateDirectory
    ) throws(Failure) {
        var text = text
        var outcome: Result<Void, Failure> = .success(())
        let place = folder.entry(name)
        // Another process wrote the same content meanwhile.
        if FileIdentity.isPrivate(folder.path + "/" + name) { return }
        text.withUTF8 { bytes in
            do throws(Failure) {
                try folder.replace(name, expecting: place, with: UnsafeRawBufferPointer(bytes))
            } catch {
                // Another process may have written the same file just before.
                if !FileIdentity.isPrivate(folder.path + "/" + name) { outcome = .failure(error) }
            }
        }
        try outcome.get()
    }
}
