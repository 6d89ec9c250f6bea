/// Amazon's public root authorities (Amazon Trust Services). They sign the certificates of express clusters, proxies,
/// DSQL and serverless v1. This list identifies them by their keys; the certificates come from the system's store.
///
/// Source: https://www.amazontrust.com/repository/, computed from Debian's ca-certificates.
public enum PublicRoots {
    /// SHA-256 of each public key (SubjectPublicKeyInfo).
    static let keys: Set<String> = [
        "fbe3018031f9586bcbf41727e417b7d1c45c2f47f93be372a17b96b50757d5a2",
        "7f4296fc5b6a4e3b35d3c369623e364ab1af381d8fa7121533c9d6c633ea2461",
        "36abc32656acfc645c61b71613c4bf21c787f5cabbee48348d58597803d7abc9",
        "f7ecded5c66047d28ed6466b543c40e0743abe81d109254dcf845d4c2c7853c5",
        "2b071c59a0a0ae76b0eadb2bad23bad4580b69c3601b630c2eaf0613afa83f92",
    ]

    /// The certificates that are Amazon's own roots.
    public static func select(from certificates: [AuthorityCertificate]) -> [AuthorityCertificate] {
        certificates.filter { keys.contains($0.keyHash) }
    }
}
