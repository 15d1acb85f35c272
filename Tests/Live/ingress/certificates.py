"""An authority for tests, made by openssl, and certificates that it gives."""
import os
import subprocess


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


class Authority:
    """A root, and an issuer below it that signs the servers' certificates."""

    def __init__(self, folder):
        os.makedirs(folder)
        self.folder = folder
        self.root = f"{folder}/root.crt"
        self.count = 0
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", f"{folder}/root.key", "-out", self.root, "-subj", "/CN=root",
                "-days", "2", "-addext", "keyUsage=critical,keyCertSign")
        self.sign("issuer", "root", "basicConstraints=critical,CA:TRUE,pathlen:0", "ec")

    def sign(self, name, issuer, extension, kind):
        path = f"{self.folder}/{name}"
        options = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa": ["rsa:2048"],
                   "ed25519": ["ed25519"]}[kind]
        openssl("req", "-new", "-newkey", *options, "-nodes", "-keyout", f"{path}.key",
                "-out", f"{path}.csr", "-subj", f"/CN={name}")
        with open(f"{path}.ext", "w") as file:
            file.write(extension + "\n")
        openssl("x509", "-req", "-in", f"{path}.csr", "-CA", f"{self.folder}/{issuer}.crt",
                "-CAkey", f"{self.folder}/{issuer}.key", "-CAcreateserial", "-days", "2",
                "-extfile", f"{path}.ext", "-out", f"{path}.crt")

    def give(self, *names, kind="ec"):
        """The chain and the key, in PEM, for these names."""
        self.count += 1
        name = f"server{self.count}"
        self.sign(name, "issuer", "subjectAltName=" + ",".join(f"DNS:{n}" for n in names), kind)
        return self.read(f"{name}.crt") + self.read("issuer.crt"), self.read(f"{name}.key")

    def files(self, *names):
        """Paths of a chain and of its key."""
        chain, key = self.give(*names)
        path = f"{self.folder}/files{self.count}"
        for ending, text in (("crt", chain), ("key", key)):
            with open(f"{path}.{ending}", "w") as file:
                file.write(text)
        return f"{path}.crt", f"{path}.key"

    def read(self, name):
        with open(f"{self.folder}/{name}") as file:
            return file.read()
