import HTTP
import Testing

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:80/a/b?c", "http", "127.0.0.1:80", "127.0.0.1", "/a/b"),
        ("HTTPS://Example.com", "https", "Example.com", "example.com", "/"),
        ("http://[fd00:ec2::23]:8080/x#y", "http", "[fd00:ec2::23]:8080", "fd00:ec2::23", "/x"),
        ("http://user:pass@host/", "http", "user:pass@host", "host", "/"),
        ("http://host?q=1", "http", "host", "host", "/"), ("host/path", "", "host", "host", "/path"),
        ("", "", "", "", "/"),
    ])
    func `addresses are split into parts`(text: String, scheme: String, authority: String, host: String, path: String) {
        let address = HTTPAddress(text)
        #expect(address.scheme == scheme)
        #expect(address.authority == authority)
        #expect(address.host == host)
        #expect(address.path == path)
        #expect(!address.place.contains("pass@"))
    }
}
