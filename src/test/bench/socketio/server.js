// Socket.IO rooms: a client is in the room of its query; POST /publish?room=… emits the body to the room.
// usage: node server.js PORT
const http = require('http');
const { Server } = require('socket.io');

const roomOf = (url) => new URL(url, 'http://localhost').searchParams.get('room');

const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    io.to(roomOf(request.url)).emit('message', JSON.parse(body));
    response.writeHead(201, { 'content-length': 0 }).end();
  });
});
const io = new Server(server, { transports: ['websocket'], pingInterval: 600000, perMessageDeflate: false });
io.on('connection', (socket) => socket.join(socket.handshake.query.room));
server.keepAliveTimeout = 60000;
server.listen(Number(process.argv[2]), '127.0.0.1');
