// The same as BareFanOutServer, with the npm package ws: a POST to a topic sends a text to all its sockets.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const port = Number(process.argv[2])
const topics = new Map()

const http = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const [topic, event, size] = body.split(' ')
    const text = message(event, Number(size))
    for (const socket of topics.get(topic) ?? []) socket.send(text)
    response.end()
  })
})

const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { topic } = JSON.parse(data.toString())
    if (!topics.has(topic)) topics.set(topic, new Set())
    topics.get(topic).add(socket)
    socket.on('close', () => topics.get(topic).delete(socket))
    socket.send('{"type":"snapshot"}')
  })
})

function message(event, size) {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000)
  const begin = `{"event":${event},"at":${micros},"rest":"`
  return begin + 'x'.repeat(Math.max(0, size - begin.length - 2)) + '"}'
}

http.listen(port, '127.0.0.1', () => console.log(`ws is ready at http://127.0.0.1:${port}`))
