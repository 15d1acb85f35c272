"""Objects of Kubernetes in few words; written as JSON, which is YAML."""
import json

PREFIX = "nginx.ingress.kubernetes.io/"


def meta(name, namespace="default", **more):
    return {"name": name, "namespace": namespace, **more}


def pod(name, node, address, labels, port=3000, namespace="default", ready=True):
    return {
        "apiVersion": "v1", "kind": "Pod", "metadata": meta(name, namespace, labels=labels),
        "spec": {"nodeName": node, "containers": [
            {"name": "main", "image": "echo",
             "ports": [{"name": "web", "containerPort": port}]}]},
        "status": {"phase": "Running", "podIPs": [{"ip": address}],
                   "conditions": [{"type": "Ready", "status": "True" if ready else "False"}]}}


def service(name, selector, namespace="default", port=8080, target=3000, **spec):
    return {
        "apiVersion": "v1", "kind": "Service", "metadata": meta(name, namespace),
        "spec": {"selector": selector,
                 "ports": [{"name": "http", "port": port, "targetPort": target}], **spec}}


def backend(name, port=8080):
    return {"service": {"name": name, "port": {"number": port}}}


def path(where, name, kind="Prefix", port=8080):
    return {"path": where, "pathType": kind, "backend": backend(name, port)}


def ingress(name, rules, annotations=None, namespace="default", **spec):
    """`rules`: host to paths."""
    annotations = {PREFIX + key: value for key, value in (annotations or {}).items()}
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": meta(name, namespace, annotations=annotations),
        "spec": {"ingressClassName": "nginx", "rules": [
            {**({"host": host} if host else {}), "http": {"paths": paths}}
            for host, paths in rules.items()], **spec}}


def tls(secret, *hosts):
    return [{"hosts": list(hosts), "secretName": secret}]


def secret(name, kind="kubernetes.io/tls", namespace="default", **data):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": meta(name, namespace),
            "type": kind, "stringData": data}


CLASS = {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
         "metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}}


def text(objects):
    return "\n---\n".join(json.dumps(one) for one in objects) + "\n"
