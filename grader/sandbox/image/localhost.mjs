// Names under localhost are this machine, as curl itself has it; there is no resolver here to say so.
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(/\.localhost$/i.test(name) ? '127.0.0.1' : name, ...rest);
