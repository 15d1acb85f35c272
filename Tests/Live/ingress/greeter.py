"""A gRPC server of one method, `/netc.Echo/Say`: sends back what it gets, and whose call it was."""
import sys
import threading
from concurrent import futures

import grpc


class Echo(grpc.GenericRpcHandler):
    def service(self, call):
        if call.method != "/netc.Echo/Say":
            return None
        return grpc.unary_unary_rpc_method_handler(self.say)

    @staticmethod
    def say(request, context):
        context.set_trailing_metadata((("x-peer", context.peer()),))
        if request == b"fail":
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "as asked")
        return b"echo " + request


server = grpc.server(futures.ThreadPoolExecutor(4), handlers=[Echo()])
server.add_insecure_port("[::]:50051")
server.start()
sys.stdout.write("ready\n")
sys.stdout.flush()
threading.Event().wait()
