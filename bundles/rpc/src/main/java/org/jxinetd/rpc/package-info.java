/**
 * Services of type RPC: their programs and versions are registered with rpcbind while they listen,
 * so that clients find the port that the kernel chose.
 */
package org.jxinetd.rpc;
